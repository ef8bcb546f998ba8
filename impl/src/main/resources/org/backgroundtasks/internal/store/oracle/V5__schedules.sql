-- Background Tasks for Jakarta EE, version 5, for Oracle Database 19c and newer; not tested.

-- What is stored again and again. The id follows from the application and the key.
create table background_task_schedule (
    id char(36) not null primary key,
    application varchar2(100 char) not null,
    schedule_key varchar2(500 char) not null,
    name varchar2(500 char) not null,
    signature varchar2(32 char) not null,
    arguments clob not null,
    queue varchar2(100 char) not null,
    priority number(10) not null,
    max_attempts number(10) not null,
    created_by varchar2(255 char),
    expression varchar2(200 char) not null,
    time_zone varchar2(100 char) not null,
    starts_at number(19),
    ends_at number(19),
    missed_rule varchar2(4 char) not null,
    overlap_rule varchar2(5 char) not null,
    jitter_millis number(19) not null,
    paused number(1) not null,
    waiting number(1) not null,
    next_at number(19),
    last_at number(19),
    last_task char(36),
    version number(19) not null,
    definition varchar2(32 char),
    superseded varchar2(500 char),
    declared_until number(19)
);

create index background_task_schedule_next on background_task_schedule (application, next_at);

-- What has become of each instant of a schedule; one row stands for several in a row after a long outage.
create table background_task_occurrence (
    schedule_id char(36) not null,
    application varchar2(100 char) not null,
    instant_at number(19) not null,
    outcome varchar2(10 char) not null,
    task_id char(36),
    instants number(19) not null,
    primary key (schedule_id, instant_at)
);

create index background_task_occurrence_instant on background_task_occurrence (application, instant_at);

insert into background_task_schema (version, installed_at) values (5, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
