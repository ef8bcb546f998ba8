-- Background Tasks for Jakarta EE, version 4, for PostgreSQL 14 and newer.

-- What features keep with a task: an object in JSON, as text. Its members are theirs.
alter table background_task add column metadata varchar(2000);

-- What people call a task, and how often it was put off by its body.
alter table background_task add column label varchar(200);
alter table background_task add column snoozes integer default 0 not null;

-- What a new task begins with, so that who stores one need not say it.
alter table background_task
    alter column attempts set default 0,
    alter column losses set default 0,
    alter column lease_number set default 0,
    alter column cancel_requested set default false;

insert into background_task_schema (version, installed_at) values (4, current_timestamp);
