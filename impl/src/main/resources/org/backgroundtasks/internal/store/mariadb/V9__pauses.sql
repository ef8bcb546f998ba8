-- Background Tasks for Jakarta EE, version 9, for MariaDB 10.11 and newer.

-- The queues that are paused. The id follows from application and queue.
create table if not exists background_task_pause (
    id uuid not null primary key,
    application varchar(100) not null,
    queue varchar(100) not null,
    paused_at datetime(6) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into background_task_schema (version, installed_at) values (9, utc_timestamp(6));
