package org.backgroundtasks.faults;

import org.backgroundtasks.servers.Postgres;

/** What the application notes, beside its tasks. */
final class OracleTables {

    private OracleTables() {}

    static void create(Postgres postgres) {
        postgres.execute(
                """
                create table enqueued (id uuid not null, delay bigint not null,
                    at timestamptz not null default clock_timestamp())
                """,
                "create table effect (task_id uuid not null, at timestamptz not null default clock_timestamp())",
                """
                create table started (task_id uuid not null, lease bigint not null, node text not null,
                    at timestamptz not null default clock_timestamp())
                """,
                "create table fault (node text, at timestamptz not null default clock_timestamp())",
                "create table reached (point text not null)",
                "create table ran (task_id uuid not null, by text not null, version text not null)",
                "create table account (id integer primary key, balance bigint not null)",
                "insert into account select id, 0 from generate_series(1, 10) id");
    }
}
