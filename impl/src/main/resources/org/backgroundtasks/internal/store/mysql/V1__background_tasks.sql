-- Background Tasks for Jakarta EE, version 1, for MySQL 8.0 and newer; not tested. Times are in UTC.

create table if not exists background_task (
    id char(36) character set ascii collate ascii_bin not null primary key,
    name varchar(500) not null,
    signature varchar(32) not null,
    queue varchar(100) not null,
    priority integer not null,
    state varchar(9) not null check (
        state in ('SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    arguments longtext not null,
    run_at datetime(6) not null,
    created_at datetime(6) not null,
    created_by varchar(255),
    started_at datetime(6),
    finished_at datetime(6),
    attempts integer not null,
    max_attempts integer not null,
    losses integer not null,
    lease_number bigint not null,
    lease_until datetime(6),
    node varchar(255),
    cancel_requested boolean not null,
    key background_task_ready (state, queue, priority desc, run_at, id),
    key background_task_scheduled (state, run_at),
    key background_task_running (state, lease_until),
    key background_task_finished (state, finished_at),
    key background_task_suspect (state, losses)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

create table if not exists background_task_failure (
    task_id char(36) character set ascii collate ascii_bin not null,
    lease_number bigint not null,
    attempt integer not null,
    node varchar(255),
    started_at datetime(6),
    failed_at datetime(6) not null,
    error mediumtext not null,
    primary key (task_id, lease_number),
    foreign key (task_id) references background_task (id) on delete cascade
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

create table if not exists background_task_schema (
    version integer not null primary key,
    installed_at datetime(6) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

insert ignore into background_task_schema (version, installed_at) values (1, utc_timestamp(6));
