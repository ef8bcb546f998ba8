-- Background Tasks for Jakarta EE, version 1, for Microsoft SQL Server 2019 and newer; not tested. Times are
-- microseconds since 1970-01-01T00:00Z.

create table background_task (
    id nchar(36) not null primary key,
    name nvarchar(500) not null,
    signature nvarchar(32) not null,
    queue nvarchar(100) collate Latin1_General_100_BIN2 not null,
    priority int not null,
    state nvarchar(9) not null check (
        state in ('SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    arguments nvarchar(max) not null,
    run_at bigint not null,
    created_at bigint not null,
    created_by nvarchar(255),
    started_at bigint,
    finished_at bigint,
    attempts int not null,
    max_attempts int not null,
    losses int not null,
    lease_number bigint not null,
    lease_until bigint,
    node nvarchar(255),
    cancel_requested bit not null
);

create index background_task_ready on background_task (state, queue, priority desc, run_at, id);

create index background_task_scheduled on background_task (state, run_at);

create index background_task_running on background_task (state, lease_until);

create index background_task_finished on background_task (state, finished_at);

create index background_task_suspect on background_task (state, losses);

create table background_task_failure (
    task_id nchar(36) not null,
    lease_number bigint not null,
    attempt int not null,
    node nvarchar(255),
    started_at bigint,
    failed_at bigint not null,
    error nvarchar(max) not null,
    primary key (task_id, lease_number),
    foreign key (task_id) references background_task (id) on delete cascade
);

create table background_task_schema (
    version int not null primary key,
    installed_at bigint not null
);

insert into background_task_schema (version, installed_at) values (1, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
