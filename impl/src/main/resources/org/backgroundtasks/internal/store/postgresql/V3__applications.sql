-- Background Tasks for Jakarta EE, version 3, for PostgreSQL 14 and newer.

-- The application that a task belongs to: a node handles the tasks of its own only. Each index begins with it.
alter table background_task add column application varchar(100) default '' not null;

drop index background_task_ready;
create index background_task_ready on background_task (application, queue, priority desc, run_at, id)
    where state = 'READY';

drop index background_task_scheduled;
create index background_task_scheduled on background_task (application, run_at)
    where state = 'SCHEDULED';

drop index background_task_running;
create index background_task_running on background_task (application, lease_until)
    where lease_until is not null;

drop index background_task_succeeded;
create index background_task_succeeded on background_task (application, finished_at)
    where state = 'SUCCEEDED' and finished_at is not null;

drop index background_task_failed;
create index background_task_failed on background_task (application, finished_at)
    where state in ('FAILED', 'CANCELLED') and finished_at is not null;

drop index background_task_suspect;
create index background_task_suspect on background_task (application, losses)
    where state = 'READY' and losses > 0;

-- Which nodes there are, for whoever looks: nothing depends on it.
create table background_task_node (
    name varchar(255) not null primary key,
    application varchar(100) not null,
    deployment varchar(255) not null,
    seen_at timestamp with time zone not null
);

insert into background_task_schema (version, installed_at) values (3, current_timestamp);
