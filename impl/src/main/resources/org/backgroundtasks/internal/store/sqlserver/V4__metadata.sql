-- Background Tasks for Jakarta EE, version 4, for Microsoft SQL Server 2019 and newer; not tested.

-- What features keep with a task: an object in JSON, as text. Its members are theirs.
alter table background_task add metadata nvarchar(2000) null;

-- What people call a task, and how often it was put off by its body.
alter table background_task add label nvarchar(200) null,
    snoozes int constraint background_task_snoozes_default default 0 not null;

-- What a new task begins with, so that who stores one need not say it.
alter table background_task add
    constraint background_task_attempts_default default 0 for attempts,
    constraint background_task_losses_default default 0 for losses,
    constraint background_task_lease_number_default default 0 for lease_number,
    constraint background_task_cancel_requested_default default 0 for cancel_requested;

insert into background_task_schema (version, installed_at) values (4, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
