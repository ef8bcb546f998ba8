-- Background Tasks for Jakarta EE, version 5, for H2 2.2 and newer.

-- What is stored again and again. The id follows from the application and the key.
create table if not exists background_task_schedule (
    id uuid not null primary key,
    application varchar(100) not null,
    schedule_key varchar(500) not null,
    name varchar(500) not null,
    signature varchar(32) not null,
    arguments character large object not null,
    queue varchar(100) not null,
    priority integer not null,
    max_attempts integer not null,
    created_by varchar(255),
    expression varchar(200) not null,
    time_zone varchar(100) not null,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    missed_rule varchar(4) not null,
    overlap_rule varchar(5) not null,
    jitter_millis bigint not null,
    paused boolean not null,
    waiting boolean not null,
    next_at timestamp with time zone,
    last_at timestamp with time zone,
    last_task uuid,
    version bigint not null,
    definition varchar(32),
    superseded varchar(500),
    declared_until timestamp with time zone
);

create index if not exists background_task_schedule_next on background_task_schedule (application, next_at);

-- What has become of each instant of a schedule; one row stands for several in a row after a long outage.
create table if not exists background_task_occurrence (
    schedule_id uuid not null,
    application varchar(100) not null,
    instant_at timestamp with time zone not null,
    outcome varchar(10) not null,
    task_id uuid,
    instants bigint not null,
    primary key (schedule_id, instant_at)
);

create index if not exists background_task_occurrence_instant on background_task_occurrence (application, instant_at);

insert into background_task_schema (version, installed_at)
    select 5, current_timestamp where not exists (select 1 from background_task_schema where version = 5);
