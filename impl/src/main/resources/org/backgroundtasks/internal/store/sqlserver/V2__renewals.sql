-- Background Tasks for Jakarta EE, version 2, for Microsoft SQL Server 2019 and newer; not tested. Times are
-- microseconds since 1970-01-01T00:00Z.

-- How long leases were extended to by nodes whose transactions see one state of the database from begin to
-- end (REPEATABLE READ and above): there, what has changed a task's row would make its success fail.
create table background_task_renewal (
    task_id nchar(36) not null primary key,
    lease_number bigint not null,
    lease_until bigint not null
);

insert into background_task_schema (version, installed_at) values (2, datediff_big(microsecond, '1970-01-01', sysutcdatetime()));
