package org.backgroundtasks.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** What the ways of claiming have in common. */
final class ClaimSql {

    static final String ORDER = "order by priority desc, run_at, id";

    /** The columns of {@link #claimed}. */
    static final String COLUMNS =
            "id, lease_number, name, signature, arguments, attempts, max_attempts, created_by, losses";

    private ClaimSql() {}

    /** Parameters: node, milliseconds of the lease. */
    static String set(Dialect dialect) {
        return """
        set state = '%s', attempts = attempts + 1, lease_number = lease_number + 1, node = ?,
            lease_until = %s, started_at = %s, cancel_requested = false"""
                .formatted(Transition.CLAIM.target(), dialect.laterBy(), dialect.now());
    }

    /** No parameters. */
    static String succeed(Dialect dialect) {
        return "set state = '%s', lease_until = null, finished_at = %s"
                .formatted(Transition.SUCCEED.target(), dialect.clock());
    }

    /** No parameters. */
    static String release(Dialect dialect) {
        return """
        set lease_until = null, attempts = attempts - 1, state = %s,
            finished_at = case when cancel_requested then %s end"""
                .formatted(unlessCancelled(Transition.RELEASE), dialect.now());
    }

    static String unlessCancelled(Transition transition) {
        return "case when cancel_requested then '%s' else '%s' end"
                .formatted(Transition.ABANDON.target(), transition.target());
    }

    /** Parameters: those of the set clause; then the id and the lease number. */
    static String guarded(String table, String set, Transition transition) {
        return "update %s %s where id = ? and lease_number = ? and %s"
                .formatted(table, set, states(transition));
    }

    /** Reads {@link #COLUMNS} as they are after the claim. */
    static ClaimedTask claimed(String queue, ResultSet row) throws SQLException {
        return new ClaimedTask(
                lease(row),
                queue,
                new Invocation(row.getString(3), row.getString(4), row.getString(5)),
                row.getInt(6),
                row.getInt(7),
                row.getString(8),
                row.getInt(9));
    }

    static Claims.HeldLease held(ResultSet row) throws SQLException {
        return new Claims.HeldLease(lease(row), row.getBoolean(3));
    }

    /** Reads the id and the lease number. */
    static Lease lease(ResultSet row) throws SQLException {
        return new Lease(new TaskId(row.getObject(1, UUID.class)), row.getLong(2));
    }

    /** Reads the id, the lease number, and the state. */
    static Map.Entry<Lease, TaskState> settled(ResultSet row) throws SQLException {
        return Map.entry(lease(row), TaskState.valueOf(row.getString(3)));
    }

    static String states(Transition transition) {
        return transition.sources().stream()
                .sorted()
                .map(state -> "'" + state + "'")
                .collect(Collectors.joining(", ", "state in (", ")"));
    }
}
