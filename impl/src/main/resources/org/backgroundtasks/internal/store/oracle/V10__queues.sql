-- Background Tasks for Jakarta EE, version 10, for Oracle Database 19c and newer; not tested.

-- The queues that a node serves, with commas between; '*' for all, '-' for none; null if it does not say.
alter table background_task_node add queues varchar2(1000 char);

insert into background_task_schema (version, installed_at) values (10, (
    extract(day from (sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')) * 86400000000));
