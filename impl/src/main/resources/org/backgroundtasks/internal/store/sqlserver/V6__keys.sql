-- Background Tasks for Jakarta EE, version 6, for Microsoft SQL Server 2019 and newer; not tested.

-- A task may wait for another.
declare @drop nvarchar(500) = (
    select 'alter table background_task drop constraint ' + name from sys.check_constraints
    where parent_object_id = object_id('background_task') and definition like '%''SCHEDULED''%')
exec (@drop);
alter table background_task add constraint background_task_state check (
    state in ('BLOCKED', 'SCHEDULED', 'READY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'));

-- By what a task is unique among those of its name.
alter table background_task add task_key nvarchar(500);

-- Who has a key: the task itself, or one that is to follow it. The id follows from application, name and key.
create table background_task_key (
    id nchar(36) not null primary key,
    application nvarchar(100) not null,
    name nvarchar(500) not null,
    task_key nvarchar(500) not null,
    task_id nchar(36) not null,
    next_task nchar(36),
    taken_from bigint not null,
    taken_until bigint,
    first_at bigint,
    until_started bit not null,
    lease_number bigint not null,
    version bigint not null
);

create index background_task_key_next on background_task_key (application, next_task);

insert into background_task_schema (version, installed_at) values (6, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
