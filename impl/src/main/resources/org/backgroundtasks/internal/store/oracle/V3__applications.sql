-- Background Tasks for Jakarta EE, version 3, for Oracle Database 19c and newer; not tested. Times are
-- microseconds since 1970-01-01T00:00Z.

-- The application that a task belongs to: a node handles the tasks of its own only. Each index begins with it.
-- No name is a space, since the empty text is null to Oracle.
alter table background_task add application varchar2(100 char) default ' ' not null;

drop index background_task_ready;
create index background_task_ready on background_task (state, application, queue, priority desc, run_at, id);

drop index background_task_scheduled;
create index background_task_scheduled on background_task (state, application, run_at);

drop index background_task_running;
create index background_task_running on background_task (state, application, lease_until);

drop index background_task_finished;
create index background_task_finished on background_task (state, application, finished_at);

drop index background_task_suspect;
create index background_task_suspect on background_task (state, application, losses);

-- Which nodes there are, for whoever looks: nothing depends on it.
create table background_task_node (
    name varchar2(255 char) not null primary key,
    application varchar2(100 char) not null,
    deployment varchar2(255 char) not null,
    seen_at number(19) not null
);

insert into background_task_schema (version, installed_at) values (3, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
