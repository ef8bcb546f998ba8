-- Background Tasks for Jakarta EE, version 7, for MariaDB 10.11 and newer.

-- What the signatures of tasks stand for, also those of other releases: a name, and types of parameters, a line each.
create table if not exists background_task_signature (
    signature varchar(32) not null primary key,
    name varchar(500) not null,
    parameter_types longtext
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into background_task_schema (version, installed_at) values (7, utc_timestamp(6));
