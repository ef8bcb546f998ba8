package org.backgroundtasks.internal.store.dialect;

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
import org.jspecify.annotations.Nullable;

/** As what a database keeps ids and times. */
public enum ColumnTypes {
    /** {@code uuid} and {@code timestamp with time zone}. */
    NATIVE {
        @Override
        public Object id(TaskId id) {
            return id.value();
        }

        @Override
        public Object time(Instant time) {
            return time.atOffset(ZoneOffset.UTC);
        }

        @Override
        public UUID id(ResultSet row, int column) throws SQLException {
            return row.getObject(column, UUID.class);
        }

        @Override
        public @Nullable Instant time(ResultSet row, int column) throws SQLException {
            Timestamp time = row.getTimestamp(column);
            return time == null ? null : time.toInstant();
        }
    },

    /** Ids are written as text, and times, which have no zone, as the time in UTC. */
    UTC {
        @Override
        public String text(Instant time) {
            return UTC_TIME.format(time.atOffset(ZoneOffset.UTC));
        }

        @Override
        public @Nullable Instant time(ResultSet row, int column) throws SQLException {
            // Made by the database: each way of the drivers goes by the zone of their JVM.
            String time = row.getString(column);
            return time == null
                    ? null
                    : LocalDateTime.parse(time.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        }
    },

    /** Ids are text, and times microseconds since 1970, where the database knows no other UTC. */
    MICROSECONDS {
        @Override
        public String text(Instant time) {
            return Long.toString(micros(time));
        }

        /** Not by {@link ChronoUnit}, which counts nanoseconds on its way. */
        private static long micros(Instant time) {
            return Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), MICROS_OF_A_SECOND),
                    time.getNano() / NANOS_OF_A_MICRO);
        }

        @Override
        public Object time(Instant time) {
            return micros(time);
        }

        @Override
        public @Nullable Instant time(ResultSet row, int column) throws SQLException {
            long micros = row.getLong(column);
            return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }
    };

    private static final long MICROS_OF_A_SECOND = 1_000_000;
    private static final long NANOS_OF_A_MICRO = 1_000;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** A time as the text of which the database makes what it keeps. */
    public String text(Instant time) {
        throw new UnsupportedOperationException(name());
    }

    /** A time as a parameter of a statement. */
    public Object time(Instant time) {
        return text(time);
    }

    /** An id as a parameter of a statement. */
    public Object id(TaskId id) {
        return id.toString();
    }

    public UUID id(ResultSet row, int column) throws SQLException {
        return UUID.fromString(row.getString(column));
    }

    /** Reads what {@link Dialect#readable} has asked for. */
    public abstract @Nullable Instant time(ResultSet row, int column) throws SQLException;
}
