package org.backgroundtasks.internal.store.sql;

import java.sql.SQLException;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.worker.ReclaimRules;
import org.backgroundtasks.internal.store.worker.Reclaimed;
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
    static ExpiredRow read(Row row) throws SQLException {
        return new ExpiredRow(
                row.lease(),
                row.text(3),
                row.text(4),
                row.text(5),
                row.number(6),
                row.number(7),
                row.number(8),
                row.textOrNull(9),
                row.isTrue(10));
    }

    /**
     * What becomes of the task now that it has lost one more worker. Only a node that has its
     * method fails it.
     */
    Transition transition(ReclaimRules rules) {
        if (cancelRequested) {
            return Transition.CANCEL_RUNNING;
        }
        return rules.signatures().contains(signature)
                        && (losses + 1 >= rules.maxLosses() || attempt >= maxAttempts)
                ? Transition.FAIL_RECLAIMED
                : Transition.RECLAIM;
    }

    Reclaimed reclaimed(Transition transition) {
        return new Reclaimed(lease, name, queue, attempt, node, transition.target());
    }
}
