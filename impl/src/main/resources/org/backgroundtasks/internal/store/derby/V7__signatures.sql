-- Background Tasks for Jakarta EE, version 7, for Apache Derby 10.16 and newer.

-- What the signatures of tasks stand for, also those of other releases: a name, and types of parameters, a line each.
create table background_task_signature (
    signature varchar(32) not null primary key,
    name varchar(500) not null,
    parameter_types clob
);

insert into background_task_schema (version, installed_at) values (7, background_task_millis() * 1000);
