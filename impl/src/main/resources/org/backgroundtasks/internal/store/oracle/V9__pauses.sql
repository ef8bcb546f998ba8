-- Background Tasks for Jakarta EE, version 9, for Oracle Database 19c and newer; not tested.

-- The queues that are paused. The id follows from application and queue.
create table background_task_pause (
    id char(36) not null primary key,
    application varchar2(100 char) not null,
    queue varchar2(100 char) not null,
    paused_at number(19) not null
);

insert into background_task_schema (version, installed_at) values (9, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
