-- Background Tasks for Jakarta EE, version 6, for Oracle Database 19c and newer; not tested.

-- A task may wait for another.
begin for c in (select constraint_name from user_constraints where table_name = 'BACKGROUND_TASK' and search_condition_vc like '%''SCHEDULED''%') loop execute immediate 'alter table background_task drop constraint ' || c.constraint_name; end loop; end; -- as PL/SQL ends
;
alter table background_task add constraint background_task_state check (
    state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

-- By what a task is unique among those of its name.
alter table background_task add task_key varchar2(500 char);

-- Who has a key: the task itself, or one that is to follow it. The id follows from application, name and key.
create table background_task_key (
    id char(36) not null primary key,
    application varchar2(100 char) not null,
    name varchar2(500 char) not null,
    task_key varchar2(500 char) not null,
    task_id char(36) not null,
    next_task char(36),
    taken_until number(19),
    first_at number(19) not null,
    until_started number(1) not null,
    lease_number number(19) not null,
    version number(19) not null
);

create index background_task_key_next on background_task_key (application, next_task);

insert into background_task_schema (version, installed_at) values (6, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
