-- Background Tasks for Jakarta EE, version 10, for PostgreSQL 14 and newer.

-- The queues that a node serves, with commas between; '*' for all, '-' for none; null if it does not say.
alter table background_task_node add column queues varchar(1000);

-- To count them; the other states have indexes that begin with the queue, or are of few tasks.
create index background_task_blocked on background_task (application, queue) where state = 'BLOCKED';

insert into background_task_schema (version, installed_at) values (10, current_timestamp);
