package org.backgroundtasks.internal.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** Claims tasks one by one, if they are as they were read, and reads what was claimed. */
final class GuardedTasks {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final String node;
    private final String claim;

    GuardedTasks(Jdbc jdbc, Dialect dialect, String node) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.node = node;
        table = dialect.qualified(Schema.TASKS);
        claim = TaskSql.guarded(table, ClaimSql.set(dialect), Transition.CLAIM);
    }

    /** Claims a task; returns false if its lease number is no longer the one that was read. */
    boolean claim(Connection connection, Lease read, Duration lease) throws SQLException {
        return jdbc.update(connection, claim, node, lease.toMillis(), read.task(), read.number())
                == 1;
    }

    /**
     * Reads claimed tasks, in the order of a claim.
     *
     * @param isUnread whether their arguments are left in the database
     */
    List<ClaimedTask> read(
            Connection connection, String queue, Collection<TaskId> claimed, boolean isUnread)
            throws SQLException {
        return claimed.isEmpty()
                ? List.of()
                : jdbc.query(
                        connection,
                        "select %s from %s where id in (%s) %s"
                                .formatted(
                                        isUnread
                                                ? ClaimSql.unreadColumns(dialect)
                                                : ClaimSql.COLUMNS,
                                        table,
                                        TaskSql.placeholders(claimed.size()),
                                        ClaimSql.ORDER),
                        row ->
                                isUnread
                                        ? ClaimSql.unread(queue, row)
                                        : ClaimSql.claimed(queue, row),
                        claimed.toArray());
    }
}
