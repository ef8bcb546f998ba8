-- Background Tasks for Jakarta EE, version 6, for Db2 11.5 and newer; not tested.

-- A task may wait for another.
begin declare drops varchar(500); select 'alter table background_task drop constraint ' || constname into drops from syscat.checks where tabschema = current schema and tabname = 'BACKGROUND_TASK' and text like '%''SCHEDULED''%'; execute immediate drops; end;
alter table background_task add constraint background_task_state check (
    state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

-- By what a task is unique among those of its name.
alter table background_task add column task_key varchar(500 codeunits32);

-- Who has a key: the task itself, or one that is to follow it. The id follows from application, name and key.
create table background_task_key (
    id char(36) not null primary key,
    application varchar(100 codeunits32) not null,
    name varchar(500 codeunits32) not null,
    task_key varchar(500 codeunits32) not null,
    task_id char(36) not null,
    next_task char(36),
    taken_from bigint not null,
    taken_until bigint,
    first_at bigint,
    until_started smallint not null,
    lease_number bigint not null,
    version bigint not null
);

create index background_task_key_next on background_task_key (application, next_task);

insert into background_task_schema (version, installed_at) values (6, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
