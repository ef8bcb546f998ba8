package org.backgroundtasks.internal.store.engine;

import java.sql.SQLException;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Transition;

/** What the ways of claiming have in common. */
public final class ClaimSql {

    public static final String ORDER = "order by priority desc, run_at, id";

    /** Of a task without its arguments. */
    private static final String TASK =
            "id, lease_number, name, signature, attempts, max_attempts, created_by, losses, metadata, snoozes";

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

    /** Reads {@link #COLUMNS} as they are after the claim. */
    static ClaimedTask claimed(String queue, Row row) throws SQLException {
        return claimed(queue, row, row.text(11), 0);
    }

    /** The columns of {@link #unread}. */
    static String unreadColumns(Dialect dialect) {
        return TASK + ", " + dialect.size("arguments");
    }

    /** Reads {@link #unreadColumns} as they are after the claim. */
    static ClaimedTask unread(String queue, Row row) throws SQLException {
        return claimed(queue, row, "", row.count(11));
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
                row.textOrNull(9),
                row.number(10),
                unreadBytes);
    }
}
