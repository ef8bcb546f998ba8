-- Background Tasks for Jakarta EE, version 10, for Db2 11.5 and newer; not tested.

-- The queues that a node serves, with commas between; '*' for all, '-' for none; null if it does not say.
alter table background_task_node add column queues varchar(1000 codeunits32);

insert into background_task_schema (version, installed_at) values (10, (cast(days(current timestamp - current timezone) - days('1970-01-01') as bigint) * 86400
    + midnight_seconds(current timestamp - current timezone)) * 1000000);
