package org.backgroundtasks.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;

/** A row as users see it. */
final class TaskInfoRow {

    private TaskInfoRow() {}

    /** What {@link #read} reads of the table of tasks. */
    static String columns(String failures) {
        return """
        id, name, queue, priority, state, run_at, created_at, created_by, started_at, finished_at, attempts,
        max_attempts, node,
        (select error from %s where task_id = id order by lease_number desc fetch first 1 rows only)
        """
                .formatted(failures);
    }

    /** Reads {@link #columns}. */
    static TaskInfo read(ResultSet row) throws SQLException {
        return new TaskInfo(
                new TaskId(row.getObject(1, UUID.class)),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                TaskState.valueOf(row.getString(5)),
                instant(row, 6),
                instant(row, 7),
                row.getString(8),
                Jdbc.instant(row, 9),
                Jdbc.instant(row, 10),
                row.getInt(11),
                row.getInt(12),
                row.getString(13),
                row.getString(14));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(Jdbc.instant(row, column));
    }
}
