-- Background Tasks for Jakarta EE, version 3, for Microsoft SQL Server 2019 and newer; not tested. Times are
-- microseconds since 1970-01-01T00:00Z.

-- The application that a task belongs to: a node handles the tasks of its own only. Each index begins with it.
alter table background_task add application nvarchar(100) default '' not null;

drop index background_task_ready on background_task;
create index background_task_ready on background_task (state, application, queue, priority desc, run_at, id);

drop index background_task_scheduled on background_task;
create index background_task_scheduled on background_task (state, application, run_at);

drop index background_task_running on background_task;
create index background_task_running on background_task (state, application, lease_until);

drop index background_task_finished on background_task;
create index background_task_finished on background_task (state, application, finished_at);

drop index background_task_suspect on background_task;
create index background_task_suspect on background_task (state, application, losses);

-- Which nodes there are, for whoever looks: nothing depends on it.
create table background_task_node (
    name nvarchar(255) not null primary key,
    application nvarchar(100) not null,
    deployment nvarchar(255) not null,
    seen_at bigint not null
);

insert into background_task_schema (version, installed_at) values (3, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
