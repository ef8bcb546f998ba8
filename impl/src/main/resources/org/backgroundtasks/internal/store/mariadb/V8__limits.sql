-- Background Tasks for Jakarta EE, version 8, for MariaDB 10.11 and newer.

-- Tasks that take turns: '-' for those that do not; else a colon, the group, and the keys of the limits, a line each.
alter table background_task add column if not exists lane varchar(410) not null default '-';

create index if not exists background_task_lane on background_task (state, application, queue, lane, priority desc, run_at, id);
drop index if exists background_task_ready on background_task;
drop index if exists background_task_application_ready on background_task;

-- A limit, by its key. Who claims tasks of it counts the version up, so that no two count at once. The starts are those
-- that a rate has to know, counted in so many milliseconds at most: microseconds since 1970, and how many; those of the
-- last claim are apart.
create table if not exists background_task_limit (
    id uuid not null primary key,
    application varchar(100) not null,
    limit_key varchar(500) not null,
    version bigint not null,
    per_millis bigint not null,
    starts varchar(4000),
    last_at datetime(6),
    last_count integer not null,
    used_at datetime(6) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- Who has a share of a limit: the task, as long as it is RUNNING under that lease number.
create table if not exists background_task_holder (
    limit_id uuid not null,
    task_id uuid not null,
    lease_number bigint not null,
    primary key (limit_id, task_id, lease_number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into background_task_schema (version, installed_at) values (8, utc_timestamp(6));
