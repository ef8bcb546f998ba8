-- Background Tasks for Jakarta EE, version 5, for Microsoft SQL Server 2019 and newer; not tested.

-- What is stored again and again. The id follows from the application and the key.
create table background_task_schedule (
    id nchar(36) not null primary key,
    application nvarchar(100) not null,
    schedule_key nvarchar(500) not null,
    name nvarchar(500) not null,
    signature nvarchar(32) not null,
    arguments nvarchar(max) not null,
    queue nvarchar(100) not null,
    priority int not null,
    max_attempts int not null,
    created_by nvarchar(255),
    expression nvarchar(200) not null,
    time_zone nvarchar(100) not null,
    starts_at bigint,
    ends_at bigint,
    missed_rule nvarchar(4) not null,
    overlap_rule nvarchar(5) not null,
    jitter_millis bigint not null,
    paused bit not null,
    waiting bit not null,
    next_at bigint,
    last_at bigint,
    last_task nchar(36),
    version bigint not null,
    definition nvarchar(32),
    superseded nvarchar(500),
    declared_until bigint
);

create index background_task_schedule_next on background_task_schedule (application, next_at);

-- What has become of each instant of a schedule; one row stands for several in a row after a long outage.
create table background_task_occurrence (
    schedule_id nchar(36) not null,
    application nvarchar(100) not null,
    instant_at bigint not null,
    outcome nvarchar(10) not null,
    task_id nchar(36),
    instants bigint not null,
    primary key (schedule_id, instant_at)
);

create index background_task_occurrence_instant on background_task_occurrence (application, instant_at);

insert into background_task_schema (version, installed_at) values (5, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
