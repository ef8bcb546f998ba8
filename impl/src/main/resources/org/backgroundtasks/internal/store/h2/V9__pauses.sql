-- Background Tasks for Jakarta EE, version 9, for H2 2.2 and newer.

-- The queues that are paused. The id follows from application and queue.
create table if not exists background_task_pause (
    id uuid not null primary key,
    application varchar(100) not null,
    queue varchar(100) not null,
    paused_at timestamp with time zone not null
);

insert into background_task_schema (version, installed_at)
    select 9, current_timestamp where not exists (select 1 from background_task_schema where version = 9);
