-- Background Tasks for Jakarta EE, version 3, for MariaDB 10.11 and newer.

-- The application that a task belongs to: a node handles the tasks of its own only. Each index begins with it.
alter table background_task add column if not exists application varchar(100) default '' not null;

create index if not exists background_task_application_ready on background_task (state, application, queue, priority desc, run_at, id);
drop index if exists background_task_ready on background_task;

create index if not exists background_task_application_scheduled on background_task (state, application, run_at);
drop index if exists background_task_scheduled on background_task;

create index if not exists background_task_application_running on background_task (state, application, lease_until);
drop index if exists background_task_running on background_task;

create index if not exists background_task_application_finished on background_task (state, application, finished_at);
drop index if exists background_task_finished on background_task;

create index if not exists background_task_application_suspect on background_task (state, application, losses);
drop index if exists background_task_suspect on background_task;

-- Which nodes there are, for whoever looks: nothing depends on it.
create table if not exists background_task_node (
    name varchar(255) not null primary key,
    application varchar(100) not null,
    deployment varchar(255) not null,
    seen_at datetime(6) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into background_task_schema (version, installed_at) values (3, utc_timestamp(6));
