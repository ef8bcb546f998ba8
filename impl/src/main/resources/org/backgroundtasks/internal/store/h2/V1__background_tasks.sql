-- Background Tasks for Jakarta EE, version 1, for H2 2.2 and newer.

create table if not exists background_task (
    id uuid not null primary key,
    name varchar(500) not null,
    signature varchar(32) not null,
    queue varchar(100) not null,
    priority integer not null,
    state varchar(9) not null check (
        -- With plain values H2 2.4 would go on using the connection that has made the table.
        state in (values 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    arguments character large object not null,
    run_at timestamp with time zone not null,
    created_at timestamp with time zone not null,
    created_by varchar(255),
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    attempts integer not null,
    max_attempts integer not null,
    losses integer not null,
    lease_number bigint not null,
    lease_until timestamp with time zone,
    node varchar(255),
    cancel_requested boolean not null
);

create index if not exists background_task_ready on background_task (state, queue, priority desc, run_at, id);

create index if not exists background_task_scheduled on background_task (state, run_at);

create index if not exists background_task_running on background_task (state, lease_until);

create index if not exists background_task_finished on background_task (state, finished_at);

create index if not exists background_task_suspect on background_task (state, losses);

create table if not exists background_task_failure (
    task_id uuid not null references background_task (id) on delete cascade,
    lease_number bigint not null,
    attempt integer not null,
    node varchar(255),
    started_at timestamp with time zone,
    failed_at timestamp with time zone not null,
    error character large object not null,
    primary key (task_id, lease_number)
);

create table if not exists background_task_schema (
    version integer not null primary key,
    installed_at timestamp with time zone not null
);

insert into background_task_schema (version, installed_at)
    select 1, current_timestamp where not exists (select 1 from background_task_schema);
