package org.backgroundtasks.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;
import org.jspecify.annotations.Nullable;

/** A running task whose lease has expired. */
record ExpiredRow(
        Lease lease,
        String name,
        String signature,
        String queue,
        int attempt,
        int maxAttempts,
        int losses,
        @Nullable String node,
        boolean cancelRequested) {

    static final String COLUMNS =
            "id, lease_number, name, signature, queue, attempts, max_attempts, losses, node, cancel_requested";

    /** Reads {@link #COLUMNS}. */
    static ExpiredRow read(ResultSet row) throws SQLException {
        return new ExpiredRow(
                new Lease(new TaskId(row.getObject(1, UUID.class)), row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                row.getString(9),
                row.getBoolean(10));
    }

    /**
     * What becomes of the task now that it has lost one more worker. Only a node that has its
     * method fails it.
     */
    Transition transition(int mostLosses, boolean isKnownHere) {
        if (cancelRequested) {
            return Transition.ABANDON;
        }
        return isKnownHere && (losses + 1 >= mostLosses || attempt >= maxAttempts)
                ? Transition.GIVE_UP
                : Transition.RECLAIM;
    }

    Reclaimed reclaimed(Transition transition) {
        return new Reclaimed(lease.task(), name, queue, attempt, node, transition.target());
    }
}
