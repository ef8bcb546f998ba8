-- Background Tasks for Jakarta EE, version 8, for Microsoft SQL Server 2019 and newer; not tested.

-- Tasks that take turns: '-' for those that do not; else a colon, the group, and the keys of the limits, a line each.
alter table background_task add lane nvarchar(410) collate Latin1_General_BIN2 not null default '-';

create index background_task_lane on background_task (state, application, queue, lane, priority desc, run_at, id);
drop index background_task_ready on background_task;

-- A limit, by its key. Who claims tasks of it counts the version up, so that no two count at once. The starts are those
-- that a rate has to know, counted in so many milliseconds at most: microseconds since 1970, and how many; those of the
-- last claim are apart.
create table background_task_limit (
    id nchar(36) not null primary key,
    application nvarchar(100) not null,
    limit_key nvarchar(500) not null,
    version bigint not null,
    per_millis bigint not null,
    starts nvarchar(4000),
    last_at bigint,
    last_count integer not null,
    used_at bigint not null
);

-- Who has a share of a limit: the task, as long as it is RUNNING under that lease number.
create table background_task_holder (
    limit_id nchar(36) not null,
    task_id nchar(36) not null,
    lease_number bigint not null,
    primary key (limit_id, task_id, lease_number)
);

insert into background_task_schema (version, installed_at) values (8, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
