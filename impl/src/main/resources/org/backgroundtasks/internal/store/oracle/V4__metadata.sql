-- Background Tasks for Jakarta EE, version 4, for Oracle Database 19c and newer; not tested.

-- What features keep with a task: an object in JSON, as text. Its members are theirs.
alter table background_task add metadata varchar2(2000 char);

-- What people call a task, and how often it was put off by its body.
alter table background_task add (label varchar2(200 char), snoozes number(10) default 0 not null);

-- What a new task begins with, so that who stores one need not say it.
alter table background_task modify (attempts default 0, losses default 0, lease_number default 0, cancel_requested default 0);

insert into background_task_schema (version, installed_at) values (4, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
