-- Background Tasks for Jakarta EE, version 2, for Db2 11.5 and newer; not tested. Times are microseconds
-- since 1970-01-01T00:00Z.

-- How long leases were extended to by nodes whose transactions see one state of the database from begin to
-- end (REPEATABLE READ and above): there, what has changed a task's row would make its success fail.
create table background_task_renewal (
    task_id char(36) not null primary key,
    lease_number bigint not null,
    lease_until bigint not null
);

insert into background_task_schema (version, installed_at) values (2, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
