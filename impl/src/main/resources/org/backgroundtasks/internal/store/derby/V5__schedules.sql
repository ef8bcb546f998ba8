-- Background Tasks for Jakarta EE, version 5, for Apache Derby 10.16 and newer.

-- What is stored again and again. The id follows from the application and the key.
create table background_task_schedule (
    id char(36) not null primary key,
    application varchar(100) not null,
    schedule_key varchar(500) not null,
    name varchar(500) not null,
    signature varchar(32) not null,
    arguments clob not null,
    queue varchar(100) not null,
    priority integer not null,
    max_attempts integer not null,
    created_by varchar(255),
    expression varchar(200) not null,
    time_zone varchar(100) not null,
    starts_at bigint,
    ends_at bigint,
    missed_rule varchar(4) not null,
    overlap_rule varchar(5) not null,
    jitter_millis bigint not null,
    paused boolean not null,
    waiting boolean not null,
    next_at bigint,
    last_at bigint,
    last_task char(36),
    version bigint not null,
    definition varchar(32),
    superseded varchar(500),
    declared_until bigint
);

create index background_task_schedule_next on background_task_schedule (application, next_at);

-- What has become of each instant of a schedule; one row stands for several in a row after a long outage.
create table background_task_occurrence (
    schedule_id char(36) not null,
    application varchar(100) not null,
    instant_at bigint not null,
    outcome varchar(10) not null,
    task_id char(36),
    instants bigint not null,
    primary key (schedule_id, instant_at)
);

create index background_task_occurrence_instant on background_task_occurrence (application, instant_at);

insert into background_task_schema (version, installed_at) values (5, background_task_millis() * 1000);
