-- Background Tasks for Jakarta EE, version 1, for Oracle Database 19c and newer; not tested. Times are
-- microseconds since 1970-01-01T00:00Z.

create table background_task (
    id char(36) not null primary key,
    name varchar2(500 char) not null,
    signature varchar2(32 char) not null,
    queue varchar2(100 char) not null,
    priority number(10) not null,
    state varchar2(9 char) not null check (
        state in ('SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    arguments clob not null,
    run_at number(19) not null,
    created_at number(19) not null,
    created_by varchar2(255 char),
    started_at number(19),
    finished_at number(19),
    attempts number(10) not null,
    max_attempts number(10) not null,
    losses number(10) not null,
    lease_number number(19) not null,
    lease_until number(19),
    node varchar2(255 char),
    cancel_requested number(1) not null
);

create index background_task_ready on background_task (state, queue, priority desc, run_at, id);

create index background_task_scheduled on background_task (state, run_at);

create index background_task_running on background_task (state, lease_until);

create index background_task_finished on background_task (state, finished_at);

create index background_task_suspect on background_task (state, losses);

create table background_task_failure (
    task_id char(36) not null,
    lease_number number(19) not null,
    attempt number(10) not null,
    node varchar2(255 char),
    started_at number(19),
    failed_at number(19) not null,
    error clob not null,
    primary key (task_id, lease_number),
    foreign key (task_id) references background_task (id) on delete cascade
);

create table background_task_schema (
    version number(10) not null primary key,
    installed_at number(19) not null
);

insert into background_task_schema (version, installed_at) values (1, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
