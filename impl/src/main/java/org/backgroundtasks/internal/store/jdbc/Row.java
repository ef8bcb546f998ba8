package org.backgroundtasks.internal.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.task.Lease;
import org.jspecify.annotations.Nullable;

/** The current row of an answer. Columns are counted from 1. */
public final class Row {

    private final ResultSet answer;
    private final ColumnTypes types;

    public Row(ResultSet answer, ColumnTypes types) {
        this.answer = answer;
        this.types = types;
    }

    public TaskId id(int column) throws SQLException {
        return new TaskId(types.id(answer, column));
    }

    public @Nullable TaskId idOrNull(int column) throws SQLException {
        return answer.getObject(column) == null ? null : id(column);
    }

    /** Reads the id from the first column and the lease number from the second. */
    public Lease lease() throws SQLException {
        return new Lease(id(1), answer.getLong(2));
    }

    public TaskState state(int column) throws SQLException {
        return TaskState.valueOf(answer.getString(column));
    }

    public Instant time(int column) throws SQLException {
        return Objects.requireNonNull(timeOrNull(column));
    }

    public @Nullable Instant timeOrNull(int column) throws SQLException {
        return types.time(answer, column);
    }

    public String text(int column) throws SQLException {
        return Objects.requireNonNull(answer.getString(column));
    }

    public @Nullable String textOrNull(int column) throws SQLException {
        return answer.getString(column);
    }

    /** A whole number; 0 where there is none. */
    public int number(int column) throws SQLException {
        return answer.getInt(column);
    }

    /** A count of rows. */
    public long count(int column) throws SQLException {
        return answer.getLong(column);
    }

    public boolean isTrue(int column) throws SQLException {
        return answer.getBoolean(column);
    }
}
