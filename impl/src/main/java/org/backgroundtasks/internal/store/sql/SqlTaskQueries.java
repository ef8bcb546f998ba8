package org.backgroundtasks.internal.store.sql;

import java.util.List;
import java.util.Optional;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.internal.store.TaskQueries;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;

/** {@link TaskQueries} in SQL. */
public final class SqlTaskQueries implements TaskQueries {

    private final Jdbc jdbc;
    private final String find;
    private final String failures;

    public SqlTaskQueries(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        String table = dialect.qualified(Schema.TASKS);
        String failed = dialect.qualified(Schema.FAILURES);
        find =
                "select %s from %s where id = ? and %s"
                        .formatted(TaskInfoRow.columns(dialect, failed), table, dialect.own());
        failures =
                """
        select attempt, %s, %s, node, error from %s
        where task_id = ? and exists (select 1 from %s where id = task_id and %s)
        order by lease_number
        """
                        .formatted(
                                dialect.readable("started_at"),
                                dialect.readable("failed_at"),
                                failed,
                                table,
                                dialect.own());
    }

    @Override
    public Optional<TaskInfo> find(TaskId id) {
        jdbc.requireTransaction();
        return jdbc.query("read a task", find, TaskInfoRow::read, id).stream().findFirst();
    }

    @Override
    public List<TaskFailure> failures(TaskId id) {
        jdbc.requireTransaction();
        return jdbc.query(
                "read the failures of a task",
                failures,
                row ->
                        new TaskFailure(
                                row.number(1),
                                row.timeOrNull(2),
                                row.time(3),
                                row.textOrNull(4),
                                row.text(5)),
                id);
    }
}
