-- Background Tasks for Jakarta EE, version 5, for MySQL 8.0 and newer; not tested.

-- What is stored again and again. The id follows from the application and the key.
create table if not exists background_task_schedule (
    id char(36) character set ascii collate ascii_bin not null primary key,
    application varchar(100) not null,
    schedule_key varchar(500) not null,
    name varchar(500) not null,
    signature varchar(32) not null,
    arguments longtext not null,
    queue varchar(100) not null,
    priority integer not null,
    max_attempts integer not null,
    created_by varchar(255),
    expression varchar(200) not null,
    time_zone varchar(100) not null,
    starts_at datetime(6),
    ends_at datetime(6),
    missed_rule varchar(4) not null,
    overlap_rule varchar(5) not null,
    jitter_millis bigint not null,
    paused boolean not null,
    waiting boolean not null,
    next_at datetime(6),
    last_at datetime(6),
    last_task char(36) character set ascii collate ascii_bin,
    version bigint not null,
    definition varchar(32),
    superseded varchar(500),
    declared_until datetime(6),
    key background_task_schedule_next (application, next_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

-- What has become of each instant of a schedule; one row stands for several in a row after a long outage.
create table if not exists background_task_occurrence (
    schedule_id char(36) character set ascii collate ascii_bin not null,
    application varchar(100) not null,
    instant_at datetime(6) not null,
    outcome varchar(10) not null,
    task_id char(36) character set ascii collate ascii_bin,
    instants bigint not null,
    primary key (schedule_id, instant_at),
    key background_task_occurrence_instant (application, instant_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

insert ignore into background_task_schema (version, installed_at) values (5, utc_timestamp(6));
