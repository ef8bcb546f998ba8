-- Background Tasks for Jakarta EE, version 7, for H2 2.2 and newer.

-- What the signatures of tasks stand for, also those of other releases: a name, and types of parameters, a line each.
create table if not exists background_task_signature (
    signature varchar(32) not null primary key,
    name varchar(500) not null,
    parameter_types character large object
);

insert into background_task_schema (version, installed_at)
    select 7, current_timestamp where not exists (select 1 from background_task_schema where version = 7);
