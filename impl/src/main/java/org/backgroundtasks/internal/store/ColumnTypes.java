package org.backgroundtasks.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.Nullable;

/** As what a database keeps ids and times. */
enum ColumnTypes {
    /** {@code uuid} and {@code timestamp with time zone}. */
    NATIVE(NativeTaskRow.class) {
        @Override
        NewTaskRow entity(NewTask task) {
            return new NativeTaskRow(task);
        }

        @Override
        Object id(TaskId id) {
            return id.value();
        }

        @Override
        UUID id(ResultSet row, int column) throws SQLException {
            return row.getObject(column, UUID.class);
        }

        @Override
        @Nullable Instant time(ResultSet row, int column) throws SQLException {
            Timestamp time = row.getTimestamp(column);
            return time == null ? null : time.toInstant();
        }
    },

    /** Ids are written as text, and times, which have no zone, as the time in UTC. */
    UTC(TextTaskRow.class) {
        @Override
        NewTaskRow entity(NewTask task) {
            return new TextTaskRow(task, time -> UTC_TIME.format(time.atOffset(ZoneOffset.UTC)));
        }

        @Override
        @Nullable Instant time(ResultSet row, int column) throws SQLException {
            LocalDateTime time = row.getObject(column, LocalDateTime.class);
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        }
    },

    /** Ids are text, and times microseconds since 1970, where the database knows no other UTC. */
    MICROSECONDS(TextTaskRow.class) {
        @Override
        NewTaskRow entity(NewTask task) {
            return new TextTaskRow(
                    task, time -> Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time)));
        }

        @Override
        @Nullable Instant time(ResultSet row, int column) throws SQLException {
            long micros = row.getLong(column);
            return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }
    };

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private final Class<? extends NewTaskRow> entity;

    ColumnTypes(Class<? extends NewTaskRow> entity) {
        this.entity = entity;
    }

    /** The class of {@link #entity(NewTask)}. */
    Class<? extends NewTaskRow> entity() {
        return entity;
    }

    /** The row that stores a task. */
    abstract NewTaskRow entity(NewTask task);

    /** An id as a parameter of a statement. */
    Object id(TaskId id) {
        return id.toString();
    }

    UUID id(ResultSet row, int column) throws SQLException {
        return UUID.fromString(row.getString(column));
    }

    abstract @Nullable Instant time(ResultSet row, int column) throws SQLException;
}
