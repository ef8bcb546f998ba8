-- Background Tasks for Jakarta EE, version 6, for MySQL 8.0 and newer; not tested.

-- A task may wait for another.
alter table background_task
    drop check background_task_chk_1,
    add constraint background_task_state check (
        state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

-- By what a task is unique among those of its name.
alter table background_task add column task_key varchar(500);

-- Who has a key: the task itself, or one that is to follow it. The id follows from application, name and key.
create table if not exists background_task_key (
    id char(36) character set ascii collate ascii_bin not null primary key,
    application varchar(100) not null,
    name varchar(500) not null,
    task_key varchar(500) not null,
    task_id char(36) character set ascii collate ascii_bin not null,
    next_task char(36) character set ascii collate ascii_bin,
    taken_from datetime(6) not null,
    taken_until datetime(6),
    first_at datetime(6),
    until_started boolean not null,
    lease_number bigint not null,
    version bigint not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

create index background_task_key_next on background_task_key (application, next_task);

insert ignore into background_task_schema (version, installed_at) values (6, utc_timestamp(6));
