package org.backgroundtasks.internal.store.sql.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.InsertOnce;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.jdbc.RowLock;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.KeyIds;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes rows of {@code background_task_schedule}, on a connection with a transaction.
 */
final class ScheduleTable {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final String columns;
    private final InsertOnce insert;

    ScheduleTable(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        table = dialect.qualified(Schema.SCHEDULES);
        columns = ScheduleRow.columns(dialect);
        insert = new InsertOnce(jdbc, dialect, ScheduleRow.insert(table, dialect), "id");
    }

    String name() {
        return table;
    }

    String columns() {
        return columns;
    }

    TaskId id(String key) {
        return KeyIds.of(dialect.application(), key);
    }

    /**
     * A row as it is.
     *
     * @param isLive whether a live node declares it; so is one that was made at run time
     */
    record Known(RawSchedule row, Instant now, boolean isLive, @Nullable String superseded) {

        boolean isDeclared() {
            return row.definition() != null;
        }
    }

    /**
     * Whether there is a row, as far as the transaction sees; always if a query cannot lock, since
     * it would be in the way of the change that does. Asked before one is locked that may not be
     * there: InnoDB would lock the place of a missing one, against each other who is to store one
     * there.
     */
    boolean mayBeThere(Connection connection, String key) throws SQLException {
        String sql = "select version from %s where id = ?".formatted(table);
        return dialect.lock().isEmpty()
                || !jdbc.query(connection, sql, row -> row.count(1), id(key)).isEmpty();
    }

    /** Locks a row if {@link #mayBeThere}. */
    Optional<Known> lockIfThere(Connection connection, String key) throws SQLException {
        return mayBeThere(connection, key) ? lock(connection, key) : Optional.empty();
    }

    /** Locks a row, and waits for who has locked it; empty if there is none. */
    Optional<Known> lock(Connection connection, String key) throws SQLException {
        if (dialect.lock().isEmpty()
                && jdbc.update(connection, RowLock.byChange(table), id(key)) == 0) {
            return Optional.empty();
        }
        String sql =
                """
                select %s, superseded, %s, case when definition is null or declared_until > %s then 1 else 0 end
                from %s where id = ? %s
                """
                        .formatted(
                                columns,
                                dialect.readable(dialect.now()),
                                dialect.now(),
                                table,
                                dialect.lock());
        return jdbc.query(connection, sql, ScheduleTable::known, id(key)).stream().findFirst();
    }

    private static Known known(Row row) throws SQLException {
        return new Known(
                ScheduleRow.read(row), row.time(23), row.number(24) == 1, row.textOrNull(22));
    }

    /** Stores a row; returns false if there is one. */
    boolean insert(
            Connection connection,
            String key,
            ScheduledCall call,
            Schedule schedule,
            @Nullable Instant next,
            @Nullable String definition)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(id(key));
        values.add(dialect.application());
        values.add(key);
        values.addAll(ScheduleRow.values(dialect.types(), call, schedule, next, definition));
        return insert.insert(connection, values.toArray());
    }

    void delete(Connection connection, String key) throws SQLException {
        jdbc.update(connection, "delete from %s where id = ?".formatted(table), id(key));
    }

    /** Gives a row another content. */
    void change(
            Connection connection,
            Known known,
            ScheduledCall call,
            Schedule schedule,
            Instant first,
            @Nullable String definition)
            throws SQLException {
        RawSchedule before = known.row();
        List<@Nullable Object> values =
                ScheduleRow.values(
                        dialect.types(),
                        call,
                        schedule,
                        before.hasTimesOf(schedule) ? before.next() : first,
                        definition);
        values.add(id(before.key()));
        jdbc.update(
                connection,
                "update %s set %s where id = ?".formatted(table, ScheduleRow.assignments(dialect)),
                values.toArray());
    }
}
