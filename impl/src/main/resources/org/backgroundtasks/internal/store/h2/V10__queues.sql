-- Background Tasks for Jakarta EE, version 10, for H2 2.2 and newer.

-- The queues that a node serves, with commas between; '*' for all, '-' for none; null if it does not say.
alter table background_task_node add column if not exists queues varchar(1000);

insert into background_task_schema (version, installed_at)
    select 10, current_timestamp where not exists (select 1 from background_task_schema where version = 10);
