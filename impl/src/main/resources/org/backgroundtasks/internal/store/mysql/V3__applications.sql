-- Background Tasks for Jakarta EE, version 3, for MySQL 8.0 and newer; not tested.

-- The application that a task belongs to: a node handles the tasks of its own only. Each index begins with it.
alter table background_task
    add column application varchar(100) default '' not null,
    drop key background_task_ready,
    add key background_task_ready (state, application, queue, priority desc, run_at, id),
    drop key background_task_scheduled,
    add key background_task_scheduled (state, application, run_at),
    drop key background_task_running,
    add key background_task_running (state, application, lease_until),
    drop key background_task_finished,
    add key background_task_finished (state, application, finished_at),
    drop key background_task_suspect,
    add key background_task_suspect (state, application, losses);

-- Which nodes there are, for whoever looks: nothing depends on it.
create table if not exists background_task_node (
    name varchar(255) not null primary key,
    application varchar(100) not null,
    deployment varchar(255) not null,
    seen_at datetime(6) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

insert ignore into background_task_schema (version, installed_at) values (3, utc_timestamp(6));
