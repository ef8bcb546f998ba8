-- Background Tasks for Jakarta EE, version 2, for Oracle Database 19c and newer; not tested. Times are
-- microseconds since 1970-01-01T00:00Z.

-- How long leases were extended to by nodes whose transactions see one state of the database from begin to
-- end (REPEATABLE READ and above): there, what has changed a task's row would make its success fail.
create table background_task_renewal (
    task_id char(36) not null primary key,
    lease_number number(19) not null,
    lease_until number(19) not null
);

insert into background_task_schema (version, installed_at) values (2, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
