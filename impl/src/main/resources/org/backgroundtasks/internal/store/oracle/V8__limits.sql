-- Background Tasks for Jakarta EE, version 8, for Oracle Database 19c and newer; not tested.

-- Tasks that take turns: '-' for those that do not; else a colon, the group, and the keys of the limits, a line each.
alter table background_task add lane varchar2(410 char) default '-' not null;

create index background_task_lane on background_task (state, application, queue, lane, priority desc, run_at, id);
drop index background_task_ready;

-- A limit, by its key. Who claims tasks of it counts the version up, so that no two count at once. The starts are those
-- that a rate has to know, counted in so many milliseconds at most: microseconds since 1970, and how many; those of the
-- last claim are apart.
create table background_task_limit (
    id char(36) not null primary key,
    application varchar2(100 char) not null,
    limit_key varchar2(500 char) not null,
    version number(19) not null,
    per_millis number(19) not null,
    starts varchar2(4000),
    last_at number(19),
    last_count number(10) not null,
    used_at number(19) not null
);

-- Who has a share of a limit: the task, as long as it is RUNNING under that lease number.
create table background_task_holder (
    limit_id char(36) not null,
    task_id char(36) not null,
    lease_number number(19) not null,
    primary key (limit_id, task_id, lease_number)
);

insert into background_task_schema (version, installed_at) values (8, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
