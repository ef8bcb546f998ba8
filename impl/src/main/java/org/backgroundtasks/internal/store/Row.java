package org.backgroundtasks.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.Lease;
import org.jspecify.annotations.Nullable;

/** The current row of an answer. Columns are counted from 1. */
final class Row {

    private final ResultSet answer;
    private final ColumnTypes types;

    Row(ResultSet answer, ColumnTypes types) {
        this.answer = answer;
        this.types = types;
    }

    TaskId id(int column) throws SQLException {
        return new TaskId(types.id(answer, column));
    }

    /** Reads the id from the first column and the lease number from the second. */
    Lease lease() throws SQLException {
        return new Lease(id(1), answer.getLong(2));
    }

    TaskState state(int column) throws SQLException {
        return TaskState.valueOf(answer.getString(column));
    }

    Instant time(int column) throws SQLException {
        return Objects.requireNonNull(timeOrNull(column));
    }

    @Nullable Instant timeOrNull(int column) throws SQLException {
        return types.time(answer, column);
    }

    String text(int column) throws SQLException {
        return Objects.requireNonNull(answer.getString(column));
    }

    @Nullable String textOrNull(int column) throws SQLException {
        return answer.getString(column);
    }

    /** A whole number; 0 where there is none. */
    int number(int column) throws SQLException {
        return answer.getInt(column);
    }

    /** A count of rows. */
    long count(int column) throws SQLException {
        return answer.getLong(column);
    }

    boolean isTrue(int column) throws SQLException {
        return answer.getBoolean(column);
    }
}
