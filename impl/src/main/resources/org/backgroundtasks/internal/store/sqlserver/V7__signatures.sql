-- Background Tasks for Jakarta EE, version 7, for Microsoft SQL Server 2019 and newer; not tested.

-- What the signatures of tasks stand for, also those of other releases: a name, and types of parameters, a line each.
create table background_task_signature (
    signature nvarchar(32) not null primary key,
    name nvarchar(500) not null,
    parameter_types nvarchar(max)
);

insert into background_task_schema (version, installed_at) values (7, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
