package org.backgroundtasks.internal.store.engine;

import java.sql.SQLException;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.task.Lease;

/** A lease that is held, of a task that was perhaps asked to stop. */
public record HeldLease(Lease lease, boolean cancelRequested) {

    /** Reads the id, the lease number, and whether the task was asked to stop. */
    static HeldLease read(Row row) throws SQLException {
        return new HeldLease(row.lease(), row.isTrue(3));
    }
}
