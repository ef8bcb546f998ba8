-- Background Tasks for Jakarta EE, version 6, for PostgreSQL 14 and newer.

-- A task may wait for another.
alter table background_task drop constraint if exists background_task_state_check;
alter table background_task add constraint background_task_state_check check (
    state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')) not valid;

-- By what a task is unique among those of its name.
alter table background_task add column task_key varchar(500);

-- Who has a key: the task itself, or one that is to follow it. The id follows from application, name and key.
create table background_task_key (
    id uuid not null primary key,
    application varchar(100) not null,
    name varchar(500) not null,
    task_key varchar(500) not null,
    task_id uuid not null,
    next_task uuid,
    taken_from timestamp with time zone not null,
    taken_until timestamp with time zone,
    first_at timestamp with time zone,
    until_started boolean not null,
    lease_number bigint not null,
    version bigint not null
);

create index background_task_key_next on background_task_key (application) where next_task is not null;

insert into background_task_schema (version, installed_at) values (6, current_timestamp);
