-- Background Tasks for Jakarta EE, version 3, for Db2 11.5 and newer; not tested. Times are microseconds
-- since 1970-01-01T00:00Z.

-- The application that a task belongs to: a node handles the tasks of its own only. Each index begins with it.
alter table background_task add column application varchar(100 codeunits32) default '' not null;

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
    name varchar(255 codeunits32) not null primary key,
    application varchar(100 codeunits32) not null,
    deployment varchar(255 codeunits32) not null,
    seen_at bigint not null
);

insert into background_task_schema (version, installed_at) values (3, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
