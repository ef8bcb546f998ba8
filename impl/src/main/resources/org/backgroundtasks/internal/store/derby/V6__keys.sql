-- Background Tasks for Jakarta EE, version 6, for Apache Derby 10.16 and newer.

-- A task may wait for another.
-- Derby gives a constraint that has no name one that a script cannot know, so the column is made anew.
drop index background_task_ready;
drop index background_task_scheduled;
drop index background_task_running;
drop index background_task_finished;
drop index background_task_suspect;

alter table background_task add column new_state varchar(9) default 'READY' not null;
update background_task set new_state = state;
alter table background_task drop column state cascade;
rename column background_task.new_state to state;
alter table background_task add constraint background_task_state check (
    state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

create index background_task_ready on background_task (state, application, queue, priority desc, run_at, id);
create index background_task_scheduled on background_task (state, application, run_at);
create index background_task_running on background_task (state, application, lease_until);
create index background_task_finished on background_task (state, application, finished_at);
create index background_task_suspect on background_task (state, application, losses);

-- By what a task is unique among those of its name.
alter table background_task add column task_key varchar(500);

-- Who has a key: the task itself, or one that is to follow it. The id follows from application, name and key.
create table background_task_key (
    id char(36) not null primary key,
    application varchar(100) not null,
    name varchar(500) not null,
    task_key varchar(500) not null,
    task_id char(36) not null,
    next_task char(36),
    taken_from bigint not null,
    taken_until bigint,
    first_at bigint,
    until_started boolean not null,
    lease_number bigint not null,
    version bigint not null
);

create index background_task_key_next on background_task_key (application, next_task);

insert into background_task_schema (version, installed_at) values (6, background_task_millis() * 1000);
