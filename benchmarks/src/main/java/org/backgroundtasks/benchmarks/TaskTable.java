package org.backgroundtasks.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.backgroundtasks.servers.Postgres;

/**
 * A table of tasks, filled before a trial and asked after it. Statistics are those of a table that
 * is in use: one that was empty when they were taken misleads the planner for minutes.
 */
final class TaskTable {

    /** How many rows a table has before a trial that are none of its own. */
    static final int ROWS_BEFORE = (int) Math.min(50_000, 1_000_000 * Benchmark.SCALE);

    private static final String NOW = "clock_timestamp()";
    private static final String RUN = "queue in ('default', 'narrow')";
    private static final Kind OTHER = new Kind("other", "other", "other", "");

    private final Postgres postgres;
    private final String table;

    TaskTable(Postgres postgres, String table) {
        this.postgres = postgres;
        this.table = table;
    }

    /** Empties the table but for tasks that have ended, as there are in one that is in use. */
    void renew() {
        postgres.execute("truncate " + table + " cascade");
        fill("SUCCEEDED", NOW, NOW, ROWS_BEFORE);
    }

    /** Adds many tasks that have ended. */
    void addFinished(int count) {
        fill("SUCCEEDED", NOW, NOW, count);
        writeOut();
    }

    /** Adds many tasks that wait for their time. */
    void addScheduled(int count) {
        fill("SCHEDULED", NOW + " + interval '1 day'", "null", count);
        writeOut();
    }

    private void fill(String state, String runAt, String finishedAt, int count) {
        postgres.execute(
                insert(OTHER, state, 0, runAt, finishedAt, count), "vacuum analyze " + table);
    }

    /** Hundreds of megabytes would be written during the trial, which waits for the disk, too. */
    private void writeOut() {
        postgres.execute("checkpoint");
    }

    /**
     * Adds tasks that can be claimed, all in one moment.
     *
     * @param behind how many more that come after all others
     * @return when that was
     */
    Instant addReady(Kind kind, int count, int behind) {
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(insert(kind, "READY", 0, NOW, "null", count));
            if (behind > 0) {
                statement.execute(insert(kind, "READY", -1, NOW, "null", behind));
            }
            connection.commit();
            connection.setAutoCommit(true);
            return instant(statement, "select " + NOW);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String insert(
            Kind kind, String state, int priority, String runAt, String finishedAt, int count) {
        return """
        insert into %s (id, name, signature, queue, priority, state, arguments, run_at, created_at,
            finished_at, attempts, max_attempts, losses, lease_number, cancel_requested%s)
        select gen_random_uuid(), '%s', '%s', '%s', %d, '%s', '[' || i || ']',
            %s, clock_timestamp(), %s, 0, 25, 0, 0, false%s
        from generate_series(1, %d) i
        """
                .formatted(
                        table,
                        kind.lane().isEmpty() ? "" : ", lane",
                        kind.name(),
                        kind.signature(),
                        kind.queue(),
                        priority,
                        state,
                        runAt,
                        finishedAt,
                        kind.lane().isEmpty() ? "" : ", " + kind.lane(),
                        count);
    }

    Instant now() {
        return instant("select " + NOW);
    }

    /** When the last task ended. */
    Instant lastEnd() {
        return instant("select max(finished_at) from " + table + " where " + RUN);
    }

    /** When so many tasks had ended. */
    Instant endOf(int count) {
        return instant(
                """
                select finished_at from %s where %s and state = 'SUCCEEDED'
                order by finished_at offset %d limit 1
                """
                        .formatted(table, RUN, count - 1));
    }

    long unfinished() {
        return postgres.number(
                "select count(*) from %s where %s and state in ('READY', 'RUNNING')"
                        .formatted(table, RUN));
    }

    private Instant instant(String query) {
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement()) {
            return instant(statement, query);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private static Instant instant(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    static double rate(int tasks, Instant from, Instant to) {
        return tasks / (Duration.between(from, to).toNanos() / 1e9);
    }

    /**
     * How a task is named in the table.
     *
     * @param lane as an expression, in which {@code i} counts the tasks; empty for none
     */
    record Kind(String name, String signature, String queue, String lane) {}
}
