-- Background Tasks for Jakarta EE, version 9, for Microsoft SQL Server 2019 and newer; not tested.

-- The queues that are paused. The id follows from application and queue.
create table background_task_pause (
    id nchar(36) not null primary key,
    application nvarchar(100) not null,
    queue nvarchar(100) not null,
    paused_at bigint not null
);

insert into background_task_schema (version, installed_at) values (9, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
