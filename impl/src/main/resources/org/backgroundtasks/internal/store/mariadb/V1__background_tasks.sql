-- Background Tasks for Jakarta EE, version 1, for MariaDB 10.11 and newer. Times are in UTC.

create table if not exists background_task (
    id uuid not null primary key,
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
    cancel_requested boolean not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists background_task_ready on background_task (state, queue, priority desc, run_at, id);

create index if not exists background_task_scheduled on background_task (state, run_at);

create index if not exists background_task_running on background_task (state, lease_until);

create index if not exists background_task_finished on background_task (state, finished_at);

create index if not exists background_task_suspect on background_task (state, losses);

create table if not exists background_task_failure (
    task_id uuid not null,
    lease_number bigint not null,
    attempt integer not null,
    node varchar(255),
    started_at datetime(6),
    failed_at datetime(6) not null,
    error mediumtext not null,
    primary key (task_id, lease_number),
    foreign key (task_id) references background_task (id) on delete cascade
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists background_task_schema (
    version integer not null primary key,
    installed_at datetime(6) not null
) engine = InnoDB;

insert ignore into background_task_schema (version, installed_at) values (1, utc_timestamp(6));
