-- Background Tasks for Jakarta EE, version 6, for MariaDB 10.11 and newer.

-- A task may wait for another.
alter table background_task modify state varchar(9) not null check (
    state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

-- By what a task is unique among those of its name.
alter table background_task add column if not exists task_key varchar(500);

-- Who has a key: the task itself, or one that is to follow it. The id follows from application, name and key.
create table if not exists background_task_key (
    id uuid not null primary key,
    application varchar(100) not null,
    name varchar(500) not null,
    task_key varchar(500) not null,
    task_id uuid not null,
    next_task uuid,
    taken_from datetime(6) not null,
    taken_until datetime(6),
    first_at datetime(6),
    until_started boolean not null,
    lease_number bigint not null,
    version bigint not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists background_task_key_next on background_task_key (application, next_task);

insert ignore into background_task_schema (version, installed_at) values (6, utc_timestamp(6));
