create sequence if not exists example_user_seq;
create table if not exists example_user (id bigint not null primary key, email varchar(255), mail varchar(255), taskId varchar(36));
