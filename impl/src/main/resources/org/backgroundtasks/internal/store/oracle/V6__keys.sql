-- Background Tasks for Jakarta EE, version 6, for Oracle Database 19c and newer; not tested.

-- A task may wait for another.
-- Oracle gives a constraint that has no name one that a script cannot know, so the column is made anew.
alter table background_task add new_state varchar2(9 char) default 'READY' not null;
update background_task set new_state = state;
alter table background_task drop column state cascade constraints;
alter table background_task rename column new_state to state;
alter table background_task modify state default null;
alter table background_task add constraint background_task_state check (
    state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

create index background_task_ready on background_task (state, application, queue, priority desc, run_at, id);
create index background_task_scheduled on background_task (state, application, run_at);
create index background_task_running on background_task (state, application, lease_until);
create index background_task_finished on background_task (state, application, finished_at);
create index background_task_suspect on background_task (state, application, losses);

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
    taken_from number(19) not null,
    taken_until number(19),
    first_at number(19),
    until_started number(1) not null,
    lease_number number(19) not null,
    version number(19) not null
);

create index background_task_key_next on background_task_key (application, next_task);

insert into background_task_schema (version, installed_at) values (6, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
