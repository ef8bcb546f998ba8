-- Background Tasks for Jakarta EE, version 1, for PostgreSQL 14 and newer.

create table background_task (
    id uuid not null primary key,
    name varchar(500) not null,
    signature varchar(32) not null,
    queue varchar(100) not null,
    priority integer not null,
    state varchar(9) not null check (
        state in ('SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    arguments text not null,
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

create index background_task_ready on background_task (queue, priority desc, run_at, id)
    where state = 'READY';

create index background_task_scheduled on background_task (run_at)
    where state = 'SCHEDULED';

-- With a condition on the state alone, these would be offered to every statement that ends one running
-- task, or revives one that has ended. One that is estimated to be nearly empty looks cheaper than the
-- primary key; it would be read from end to end each time, with the entries of all tasks that have left
-- the state since the last vacuum.
create index background_task_running on background_task (lease_until)
    where lease_until is not null;

create index background_task_succeeded on background_task (finished_at)
    where state = 'SUCCEEDED' and finished_at is not null;

create index background_task_failed on background_task (finished_at)
    where state in ('FAILED', 'CANCELLED') and finished_at is not null;

create index background_task_suspect on background_task (losses)
    where state = 'READY' and losses > 0;

create table background_task_failure (
    task_id uuid not null references background_task (id) on delete cascade,
    lease_number bigint not null,
    attempt integer not null,
    node varchar(255),
    started_at timestamp with time zone,
    failed_at timestamp with time zone not null,
    error text not null,
    primary key (task_id, lease_number)
);

create table background_task_schema (
    version integer not null primary key,
    installed_at timestamp with time zone not null
);

insert into background_task_schema (version, installed_at) values (1, current_timestamp);
