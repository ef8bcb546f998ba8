-- Background Tasks for Jakarta EE, version 1, for Db2 11.5 and newer; not tested. Times are microseconds
-- since 1970-01-01T00:00Z.

create table background_task (
    id char(36) not null primary key,
    name varchar(500 codeunits32) not null,
    signature varchar(32) not null,
    queue varchar(100 codeunits32) not null,
    priority integer not null,
    state varchar(9) not null check (
        state in ('SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    arguments clob(16m) not null,
    run_at bigint not null,
    created_at bigint not null,
    created_by varchar(255 codeunits32),
    started_at bigint,
    finished_at bigint,
    attempts integer not null,
    max_attempts integer not null,
    losses integer not null,
    lease_number bigint not null,
    lease_until bigint,
    node varchar(255 codeunits32),
    cancel_requested smallint not null
);

create index background_task_ready on background_task (state, queue, priority desc, run_at, id);

create index background_task_scheduled on background_task (state, run_at);

create index background_task_running on background_task (state, lease_until);

create index background_task_finished on background_task (state, finished_at);

create index background_task_suspect on background_task (state, losses);

create table background_task_failure (
    task_id char(36) not null,
    lease_number bigint not null,
    attempt integer not null,
    node varchar(255 codeunits32),
    started_at bigint,
    failed_at bigint not null,
    error varchar(16000) not null,
    primary key (task_id, lease_number),
    foreign key (task_id) references background_task (id) on delete cascade
);

create table background_task_schema (
    version integer not null primary key,
    installed_at bigint not null
);

insert into background_task_schema (version, installed_at) values (1, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
