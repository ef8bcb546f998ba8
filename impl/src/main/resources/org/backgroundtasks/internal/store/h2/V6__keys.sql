-- Background Tasks for Jakarta EE, version 6, for H2 2.2 and newer.

-- A task may wait for another.
-- Spelt as H2 spells them.
execute immediate coalesce((
    select 'alter table background_task drop constraint "' || c.CONSTRAINT_NAME || '"'
    from INFORMATION_SCHEMA.TABLE_CONSTRAINTS c join INFORMATION_SCHEMA.CHECK_CONSTRAINTS k
        on k.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA and k.CONSTRAINT_NAME = c.CONSTRAINT_NAME
    where upper(c.TABLE_NAME) = 'BACKGROUND_TASK' and c.TABLE_SCHEMA = current_schema and k.CHECK_CLAUSE like '%''SCHEDULED''%'),
    'drop table if exists background_task_none');
alter table background_task add constraint if not exists background_task_state check (
    state in (values 'BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

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
    taken_from timestamp with time zone not null,
    taken_until timestamp with time zone,
    first_at timestamp with time zone,
    until_started boolean not null,
    lease_number bigint not null,
    version bigint not null
);

create index if not exists background_task_key_next on background_task_key (application, next_task);

insert into background_task_schema (version, installed_at)
    select 6, current_timestamp where not exists (select 1 from background_task_schema where version = 6);
