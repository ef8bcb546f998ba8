-- Background Tasks for Jakarta EE, version 2, for H2 2.2 and newer.

-- How long leases were extended to by nodes whose transactions see one state of the database from begin to
-- end (REPEATABLE READ and above): there, what has changed a task's row would make its success fail.
create table if not exists background_task_renewal (
    task_id uuid not null primary key,
    lease_number bigint not null,
    lease_until timestamp with time zone not null
);

insert into background_task_schema (version, installed_at)
    select 2, current_timestamp where not exists (select 1 from background_task_schema where version = 2);
