package org.backgroundtasks.internal.store.jpa;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.store.OwnTransactions;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.sql.NewTaskSql;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskKey;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether a task that Jakarta Persistence stores is what SQL finds. A provider listens to
 * more than its unit's settings: to files and services of the application, and to system
 * properties. Not all of that can be shut out.
 */
final class RowTrial {

    private static final String WHAT = "read back a task";

    private final JpaTaskStore tasks;
    private final Jdbc jdbc;
    private final String provider;
    private final boolean isNamed;
    private final String select;
    private final NewTaskSql bySql;

    RowTrial(JpaTaskStore tasks, Jdbc jdbc, Dialect dialect, String provider) {
        this.tasks = tasks;
        this.jdbc = jdbc;
        this.provider = provider;
        isNamed = dialect.hasApplication();
        select =
                """
                select id, name, signature, queue, priority, state, arguments, created_by, attempts, max_attempts,
                    losses, lease_number, %s, %s, label, task_key, lane, metadata
                from %s where id = ? and %s and cancel_requested = %s
                """
                        .formatted(
                                dialect.readable("run_at"),
                                dialect.readable("created_at"),
                                dialect.qualified(Schema.TASKS),
                                dialect.own(),
                                dialect.truth(false));
        bySql = new NewTaskSql(jdbc, dialect);
    }

    /** To be called without a transaction. Leaves nothing behind. */
    void requireSuccess(OwnTransactions transactions) {
        // Each entity that it stores with, once.
        if (!isNamed) {
            requireSuccess(transactions, task(null));
        }
        requireSuccess(transactions, task("{\"a\":\"'?\"}"));
    }

    private static NewTask task(@Nullable String metadata) {
        // Far away, so that it could do no harm if it were seen.
        return new NewTask(
                TaskIds.next(),
                new Invocation(
                        "org.backgroundtasks.trial",
                        "0123456789abcdef0123456789ABCDEF",
                        "[\"'\\\\\\\"{}?:; \"]"),
                "A trial's queue",
                -2_000_000_000,
                2_000_000_000,
                Instant.parse("2026-03-29T01:30:00.123456Z"),
                Instant.parse("2926-07-29T02:30:00.654321Z"),
                "O'Neil \\",
                metadata == null ? null : "A trial's label",
                metadata == null ? null : new TaskKey("A trial's key", Until.ENDED, Duration.ZERO),
                false,
                metadata == null ? Lane.NONE : new Lane("a group", List.of("a 'key'")).text(),
                metadata);
    }

    private void requireSuccess(OwnTransactions transactions, NewTask task) {
        try {
            transactions.rolledBack(() -> requireSame(task));
        } catch (ChangedRowException e) {
            throw StoreMessages.LOG.changedRow(provider, String.valueOf(e.getMessage()), null);
        } catch (TaskStoreException e) {
            throw takesRows(transactions, task)
                    ? StoreMessages.LOG.changedRow(provider, e.toString(), e)
                    : e;
        }
    }

    private void requireSame(NewTask task) {
        tasks.insert(List.of(task));
        List<@Nullable Object> stored =
                Objects.requireNonNullElse(
                        jdbc.query(WHAT, select, RowTrial::values, task.id()).stream()
                                .findFirst()
                                .orElse(null),
                        List.of());
        List<@Nullable Object> expected = values(task);
        if (!stored.equals(expected)) {
            throw new ChangedRowException("%s instead of %s".formatted(stored, expected));
        }
    }

    private static List<@Nullable Object> values(NewTask task) {
        return Arrays.asList(
                task.id(),
                task.invocation().name(),
                task.invocation().signature(),
                task.queue(),
                task.priority(),
                task.state(),
                task.invocation().arguments(),
                Objects.requireNonNull(task.createdBy()),
                0,
                task.maxAttempts(),
                0,
                0L,
                task.runAt(),
                task.createdAt(),
                task.label(),
                task.key() == null ? null : task.key().text(),
                task.lane(),
                task.metadata());
    }

    private static List<@Nullable Object> values(Row row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(row.id(1));
        values.add(row.textOrNull(2));
        values.add(row.textOrNull(3));
        values.add(row.textOrNull(4));
        values.add(row.number(5));
        values.add(row.state(6));
        values.add(row.textOrNull(7));
        values.add(row.textOrNull(8));
        values.add(row.number(9));
        values.add(row.number(10));
        values.add(row.number(11));
        values.add(row.count(12));
        values.add(row.timeOrNull(13));
        values.add(row.timeOrNull(14));
        values.add(row.textOrNull(15));
        values.add(row.textOrNull(16));
        values.add(row.textOrNull(17));
        values.add(row.textOrNull(18));
        return values;
    }

    /** Whether SQL can do what the provider could not; else it is not the provider's fault. */
    private boolean takesRows(OwnTransactions transactions, NewTask task) {
        try {
            transactions.rolledBack(() -> bySql.insertIfAbsent(task));
            return true;
        } catch (TaskStoreException e) {
            return false;
        }
    }

    private static final class ChangedRowException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private ChangedRowException(String difference) {
            super(difference);
        }
    }
}
