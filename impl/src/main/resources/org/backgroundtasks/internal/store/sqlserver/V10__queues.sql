-- Background Tasks for Jakarta EE, version 10, for Microsoft SQL Server 2019 and newer; not tested.

-- The queues that a node serves, with commas between; '*' for all, '-' for none; null if it does not say.
alter table background_task_node add queues nvarchar(1000);

insert into background_task_schema (version, installed_at) values (10, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
