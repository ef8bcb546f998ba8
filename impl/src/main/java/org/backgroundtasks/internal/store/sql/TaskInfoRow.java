package org.backgroundtasks.internal.store.sql;

import java.sql.SQLException;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.task.Lane;
import org.jspecify.annotations.Nullable;

/** A row as users see it. */
public final class TaskInfoRow {

    private TaskInfoRow() {}

    /** What {@link #read} reads of the table of tasks. */
    static String columns(Dialect dialect, String failures) {
        return """
        %s, (select error from %s where task_id = id order by lease_number desc %s)
        """
                .formatted(briefColumns(dialect), failures, dialect.first("1"));
    }

    /** What {@link #readBriefly} reads: an error may be long. */
    static String briefColumns(Dialect dialect) {
        return """
        id, name, queue, priority, state, %s, %s, created_by, %s, %s, attempts, max_attempts, node, label, task_key, lane"""
                .formatted(
                        dialect.readable("run_at"),
                        dialect.readable("created_at"),
                        dialect.readable("started_at"),
                        dialect.readable("finished_at"));
    }

    /** Reads {@link #columns}. */
    public static TaskInfo read(Row row) throws SQLException {
        return read(row, row.textOrNull(17));
    }

    /** Reads {@link #briefColumns}, without the last error. */
    static TaskInfo readBriefly(Row row) throws SQLException {
        return read(row, null);
    }

    private static @Nullable String group(String lane) {
        String group = Lane.groupOf(lane);
        return group.isEmpty() ? null : group;
    }

    private static TaskInfo read(Row row, @Nullable String lastError) throws SQLException {
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
                lastError,
                row.textOrNull(14),
                row.textOrNull(15),
                group(row.text(16)));
    }
}
