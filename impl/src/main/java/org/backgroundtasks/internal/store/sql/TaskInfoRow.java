package org.backgroundtasks.internal.store.sql;

import java.sql.SQLException;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Row;

/** A row as users see it. */
public final class TaskInfoRow {

    private TaskInfoRow() {}

    /** What {@link #read} reads of the table of tasks. */
    static String columns(Dialect dialect, String failures) {
        return """
        id, name, queue, priority, state, %s, %s, created_by, %s, %s, attempts, max_attempts, node,
        (select error from %s where task_id = id order by lease_number desc %s)
        """
                .formatted(
                        dialect.readable("run_at"),
                        dialect.readable("created_at"),
                        dialect.readable("started_at"),
                        dialect.readable("finished_at"),
                        failures,
                        dialect.first("1"));
    }

    /** Reads {@link #columns}. */
    public static TaskInfo read(Row row) throws SQLException {
        return new TaskInfo(
                row.id(1),
                row.text(2),
                row.text(3),
                row.number(4),
                row.state(5),
                row.time(6),
                row.time(7),
                row.textOrNull(8),
                row.timeOrNull(9),
                row.timeOrNull(10),
                row.number(11),
                row.number(12),
                row.textOrNull(13),
                row.textOrNull(14));
    }
}
