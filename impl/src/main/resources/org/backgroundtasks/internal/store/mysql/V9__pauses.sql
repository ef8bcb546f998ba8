-- Background Tasks for Jakarta EE, version 9, for MySQL 8.0 and newer; not tested.

-- The queues that are paused. The id follows from application and queue.
create table if not exists background_task_pause (
    id char(36) character set ascii collate ascii_bin not null primary key,
    application varchar(100) not null,
    queue varchar(100) not null,
    paused_at datetime(6) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

insert ignore into background_task_schema (version, installed_at) values (9, utc_timestamp(6));
