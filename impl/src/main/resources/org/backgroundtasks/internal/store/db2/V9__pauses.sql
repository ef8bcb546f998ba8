-- Background Tasks for Jakarta EE, version 9, for Db2 11.5 and newer; not tested.

-- The queues that are paused. The id follows from application and queue.
create table background_task_pause (
    id char(36) not null primary key,
    application varchar(100 codeunits32) not null,
    queue varchar(100 codeunits32) not null,
    paused_at bigint not null
);

insert into background_task_schema (version, installed_at) values (9, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
