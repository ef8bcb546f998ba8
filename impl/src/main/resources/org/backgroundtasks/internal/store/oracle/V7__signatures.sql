-- Background Tasks for Jakarta EE, version 7, for Oracle Database 19c and newer; not tested.

-- What the signatures of tasks stand for, also those of other releases: a name, and types of parameters, a line each.
create table background_task_signature (
    signature varchar2(32 char) not null primary key,
    name varchar2(500 char) not null,
    parameter_types clob
);

insert into background_task_schema (version, installed_at) values (7, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
