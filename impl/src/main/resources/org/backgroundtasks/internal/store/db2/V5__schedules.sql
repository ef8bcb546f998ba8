-- Background Tasks for Jakarta EE, version 5, for Db2 11.5 and newer; not tested.

-- What is stored again and again. The id follows from the application and the key.
create table background_task_schedule (
    id char(36) not null primary key,
    application varchar(100 codeunits32) not null,
    schedule_key varchar(500 codeunits32) not null,
    name varchar(500 codeunits32) not null,
    signature varchar(32 codeunits32) not null,
    arguments clob(16m) not null,
    queue varchar(100 codeunits32) not null,
    priority integer not null,
    max_attempts integer not null,
    created_by varchar(255 codeunits32),
    expression varchar(200 codeunits32) not null,
    time_zone varchar(100 codeunits32) not null,
    starts_at bigint,
    ends_at bigint,
    missed_rule varchar(4 codeunits32) not null,
    overlap_rule varchar(5 codeunits32) not null,
    jitter_millis bigint not null,
    paused smallint not null,
    waiting smallint not null,
    next_at bigint,
    last_at bigint,
    last_task char(36),
    version bigint not null,
    definition varchar(32 codeunits32),
    superseded varchar(500 codeunits32),
    declared_until bigint
);

create index background_task_schedule_next on background_task_schedule (application, next_at);

-- What has become of each instant of a schedule; one row stands for several in a row after a long outage.
create table background_task_occurrence (
    schedule_id char(36) not null,
    application varchar(100 codeunits32) not null,
    instant_at bigint not null,
    outcome varchar(10 codeunits32) not null,
    task_id char(36),
    instants bigint not null,
    primary key (schedule_id, instant_at)
);

create index background_task_occurrence_instant on background_task_occurrence (application, instant_at);

insert into background_task_schema (version, installed_at) values (5, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
