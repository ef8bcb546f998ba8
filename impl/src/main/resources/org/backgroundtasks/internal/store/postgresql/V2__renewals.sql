-- Background Tasks for Jakarta EE, version 2, for PostgreSQL 14 and newer.

-- How long leases were extended to by nodes whose transactions see one state of the database from begin to
-- end (REPEATABLE READ and above): there, what has changed a task's row would make its success fail.
create table background_task_renewal (
    task_id uuid not null primary key,
    lease_number bigint not null,
    lease_until timestamp with time zone not null
);

insert into background_task_schema (version, installed_at) values (2, current_timestamp);
