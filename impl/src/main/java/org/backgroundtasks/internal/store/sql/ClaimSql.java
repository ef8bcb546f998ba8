package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Row;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** What the ways of claiming have in common. */
final class ClaimSql {

    static final String ORDER = "order by priority desc, run_at, id";

    /** Of a task without its arguments. */
    private static final String TASK =
            "id, lease_number, name, signature, attempts, max_attempts, created_by, losses";

    /** The columns of {@link #claimed}. */
    static final String COLUMNS = TASK + ", arguments";

    private ClaimSql() {}

    /** Parameters: node, milliseconds of the lease. */
    static String set(Dialect dialect) {
        return """
        set state = '%s', attempts = attempts + 1, lease_number = lease_number + 1, node = ?,
            lease_until = %s, started_at = %s, cancel_requested = %s"""
                .formatted(
                        Transition.CLAIM.target(),
                        dialect.laterBy(),
                        dialect.now(),
                        dialect.truth(false));
    }

    /** No parameters. */
    static String succeed(Dialect dialect) {
        return "set state = '%s', lease_until = null, finished_at = %s"
                .formatted(Transition.SUCCEED.target(), dialect.clock());
    }

    /** No parameters. */
    static String release(Dialect dialect) {
        return """
        set lease_until = null, attempts = attempts - 1, state = %s, finished_at = %s"""
                .formatted(
                        unlessCancelled(dialect, Transition.RELEASE),
                        ifCancelled(dialect, dialect.now()));
    }

    static String unlessCancelled(Dialect dialect, Transition transition) {
        return "case when cancel_requested = %s then '%s' else '%s' end"
                .formatted(dialect.truth(true), Transition.ABANDON.target(), transition.target());
    }

    /** A value for a task that was asked to stop, and null for another. */
    static String ifCancelled(Dialect dialect, String value) {
        return "case when cancel_requested = %s then %s end".formatted(dialect.truth(true), value);
    }

    /** Parameters: those of the set clause; then the id and the lease number. */
    static String guarded(String table, String set, Transition transition) {
        return "update %s %s where id = ? and lease_number = ? and %s"
                .formatted(table, set, states(transition));
    }

    /** Reads {@link #COLUMNS} as they are after the claim. */
    static ClaimedTask claimed(String queue, Row row) throws SQLException {
        return claimed(queue, row, row.text(9), 0);
    }

    /** The columns of {@link #unread}. */
    static String unreadColumns(Dialect dialect) {
        return TASK + ", " + dialect.size("arguments");
    }

    /** Reads {@link #unreadColumns} as they are after the claim. */
    static ClaimedTask unread(String queue, Row row) throws SQLException {
        return claimed(queue, row, "", row.count(9));
    }

    private static ClaimedTask claimed(String queue, Row row, String arguments, long unreadBytes)
            throws SQLException {
        return new ClaimedTask(
                row.lease(),
                queue,
                new Invocation(row.text(3), row.text(4), arguments),
                row.number(5),
                row.number(6),
                row.textOrNull(7),
                row.number(8),
                unreadBytes);
    }

    /** Reads the id, the lease number, and whether the task was asked to stop. */
    static Claims.HeldLease held(Row row) throws SQLException {
        return new Claims.HeldLease(row.lease(), row.isTrue(3));
    }

    /** Reads the id, the lease number, and the state. */
    static Map.Entry<Lease, TaskState> settled(Row row) throws SQLException {
        return Map.entry(row.lease(), row.state(3));
    }

    static String states(Transition transition) {
        return transition.sources().stream()
                .sorted()
                .map(state -> "'" + state + "'")
                .collect(Collectors.joining(", ", "state in (", ")"));
    }
}
