-- Background Tasks for Jakarta EE, version 4, for MySQL 8.0 and newer; not tested.

-- What features keep with a task: an object in JSON, as text. Its members are theirs.
-- What a new task begins with, so that who stores one need not say it.
alter table background_task
    add column metadata varchar(2000),
    add column label varchar(200),
    add column snoozes integer default 0 not null,
    alter column attempts set default 0,
    alter column losses set default 0,
    alter column lease_number set default 0,
    alter column cancel_requested set default 0;

insert ignore into background_task_schema (version, installed_at) values (4, utc_timestamp(6));
