package org.backgroundtasks.internal.store.engine;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** What statements about tasks have in common. */
public final class TaskSql {

    /** The states in which a task has still something to come. */
    public static final Set<TaskState> NOT_ENDED =
            EnumSet.of(TaskState.BLOCKED, TaskState.SCHEDULED, TaskState.READY, TaskState.RUNNING);

    /** The condition that a worker has a task. */
    public static final String RUNNING = "state = '%s'".formatted(TaskState.RUNNING);

    private TaskSql() {}

    /** No parameters. */
    public static String succeed(Dialect dialect) {
        return "set state = '%s', lease_until = null, finished_at = %s"
                .formatted(Transition.SUCCEED.target(), dialect.clock());
    }

    /** No parameters. */
    public static String release(Dialect dialect) {
        return """
        set lease_until = null, attempts = attempts - 1, state = %s, finished_at = %s"""
                .formatted(
                        unlessCancelled(dialect, Transition.RELEASE),
                        ifCancelled(dialect, dialect.now()));
    }

    public static String unlessCancelled(Dialect dialect, Transition transition) {
        return "case when cancel_requested = %s then '%s' else '%s' end"
                .formatted(
                        dialect.truth(true),
                        Transition.CANCEL_RUNNING.target(),
                        transition.target());
    }

    /** A value for a task that was asked to stop, and null for another. */
    public static String ifCancelled(Dialect dialect, String value) {
        return "case when cancel_requested = %s then %s end".formatted(dialect.truth(true), value);
    }

    /** Parameters: those of the set clause; then the id and the lease number. */
    public static String guarded(String table, String set, Transition transition) {
        return "update %s %s where id = ? and lease_number = ? and %s"
                .formatted(table, set, states(transition));
    }

    /** Reads the id, the lease number, and the state. */
    public static Map.Entry<Lease, TaskState> settled(Row row) throws SQLException {
        return Map.entry(row.lease(), row.state(3));
    }

    public static String states(Transition transition) {
        return states(transition.sources());
    }

    public static String states(Set<TaskState> states) {
        return states.stream()
                .sorted()
                .map(state -> "'" + state + "'")
                .collect(Collectors.joining(", ", "state in (", ")"));
    }

    public static String placeholders(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** The ids as one parameter, for databases with arrays. */
    static Jdbc.SqlArray ids(Collection<Lease> leases) {
        return new Jdbc.SqlArray("uuid", leases.stream().map(one -> one.task().value()).toArray());
    }
}
