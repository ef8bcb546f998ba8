-- Background Tasks for Jakarta EE, version 9, for Apache Derby 10.16 and newer.

-- The queues that are paused. The id follows from application and queue.
create table background_task_pause (
    id char(36) not null primary key,
    application varchar(100) not null,
    queue varchar(100) not null,
    paused_at bigint not null
);

insert into background_task_schema (version, installed_at) values (9, background_task_millis() * 1000);
