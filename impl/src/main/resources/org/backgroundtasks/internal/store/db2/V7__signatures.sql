-- Background Tasks for Jakarta EE, version 7, for Db2 11.5 and newer; not tested.

-- What the signatures of tasks stand for, also those of other releases: a name, and types of parameters, a line each.
create table background_task_signature (
    signature varchar(32 codeunits32) not null primary key,
    name varchar(500 codeunits32) not null,
    parameter_types clob(16m)
);

insert into background_task_schema (version, installed_at) values (7, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
