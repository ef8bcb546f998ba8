-- Background Tasks for Jakarta EE, version 10, for Apache Derby 10.16 and newer.

-- The queues that a node serves, with commas between; '*' for all, '-' for none; null if it does not say.
alter table background_task_node add column queues varchar(1000);

insert into background_task_schema (version, installed_at) values (10, background_task_millis() * 1000);
