-- Background Tasks for Jakarta EE, version 10, for MySQL 8.0 and newer; not tested.

-- The queues that a node serves, with commas between; '*' for all, '-' for none; null if it does not say.
alter table background_task_node add column queues varchar(1000);

insert ignore into background_task_schema (version, installed_at) values (10, utc_timestamp(6));
