-- Background Tasks for Jakarta EE, version 2, for MySQL 8.0 and newer; not tested. Times are in UTC.

-- How long leases were extended to by nodes whose transactions see one state of the database from begin to
-- end (REPEATABLE READ and above): there, what has changed a task's row would make its success fail.
create table if not exists background_task_renewal (
    task_id char(36) character set ascii collate ascii_bin not null primary key,
    lease_number bigint not null,
    lease_until datetime(6) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_bin;

insert ignore into background_task_schema (version, installed_at) values (2, utc_timestamp(6));
