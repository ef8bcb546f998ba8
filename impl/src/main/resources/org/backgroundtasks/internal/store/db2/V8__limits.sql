-- Background Tasks for Jakarta EE, version 8, for Db2 11.5 and newer; not tested. The index of lanes needs pages of 16 KB.

-- Tasks that take turns: '-' for those that do not; else a colon, the group, and the keys of the limits, a line each.
alter table background_task add column lane varchar(410 codeunits32) not null default '-';

create index background_task_lane on background_task (state, application, queue, lane, priority desc, run_at, id);
drop index background_task_ready;

-- A limit, by its key. Who claims tasks of it counts the version up, so that no two count at once. The starts are those
-- that a rate has to know, counted in so many milliseconds at most: microseconds since 1970, and how many; those of the
-- last claim are apart.
create table background_task_limit (
    id char(36) not null primary key,
    application varchar(100 codeunits32) not null,
    limit_key varchar(500 codeunits32) not null,
    version bigint not null,
    per_millis bigint not null,
    starts varchar(4000 codeunits32),
    last_at bigint,
    last_count integer not null,
    used_at bigint not null
);

-- Who has a share of a limit: the task, as long as it is RUNNING under that lease number.
create table background_task_holder (
    limit_id char(36) not null,
    task_id char(36) not null,
    lease_number bigint not null,
    primary key (limit_id, task_id, lease_number)
);

insert into background_task_schema (version, installed_at) values (8, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
