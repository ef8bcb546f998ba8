-- Background Tasks for Jakarta EE, version 4, for Microsoft SQL Server 2019 and newer; not tested.

-- What features keep with a task: an object in JSON, as text. Its members are theirs.
alter table background_task add metadata nvarchar(2000);

-- What a new task begins with, so that who stores one need not say it.
alter table background_task add
    default 0 for attempts,
    default 0 for losses,
    default 0 for lease_number,
    default 0 for cancel_requested;

insert into background_task_schema (version, installed_at) values (4, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
