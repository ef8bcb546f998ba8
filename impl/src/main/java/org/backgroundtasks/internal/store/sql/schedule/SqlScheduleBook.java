package org.backgroundtasks.internal.store.sql.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.CallerTransaction;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schedule.ScheduleBook;
import org.backgroundtasks.internal.store.schema.Schema;

/** {@link ScheduleBook} in SQL. */
public final class SqlScheduleBook implements ScheduleBook {

    private static final String STORE = "store a schedule";
    private static final int TRIES = 3;

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final CallerTransaction transaction;
    private final ScheduleTable schedules;
    private final OccurrenceTable occurrences;
    private final String live;
    private final String history;

    public SqlScheduleBook(Jdbc jdbc, Dialect dialect, CallerTransaction transaction) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.transaction = transaction;
        schedules = new ScheduleTable(jdbc, dialect);
        occurrences = new OccurrenceTable(jdbc, dialect);
        live = "(definition is null or declared_until > %s)".formatted(dialect.now());
        history =
                "select %s, outcome, task_id, instants from %s where schedule_id = ? order by instant_at desc %s"
                        .formatted(
                                dialect.readable("instant_at"),
                                dialect.qualified(Schema.OCCURRENCES),
                                dialect.first("?"));
    }

    @Override
    public boolean put(String key, ScheduledCall call, Schedule schedule, Instant first) {
        transaction.requireWritable();
        return jdbc.call(STORE, connection -> put(connection, key, call, schedule, first));
    }

    private boolean put(
            Connection connection, String key, ScheduledCall call, Schedule schedule, Instant first)
            throws SQLException {
        for (int i = 0; i < TRIES; i++) {
            if (!schedules.mayBeThere(connection, key)
                    && schedules.insert(connection, key, call, schedule, first, null)) {
                return true;
            }
            Optional<ScheduleTable.Known> known = schedules.lock(connection, key);
            if (known.isPresent()) {
                return put(connection, known.get(), call, schedule, first);
            }
            if (schedules.insert(connection, key, call, schedule, first, null)) {
                return true;
            }
            // Somebody else stores and removes it meanwhile.
        }
        throw StoreMessages.LOG.failed(STORE, new SQLTransientException("others change it"));
    }

    private boolean put(
            Connection connection,
            ScheduleTable.Known before,
            ScheduledCall call,
            Schedule schedule,
            Instant first)
            throws SQLException {
        if (!before.isDeclared()) {
            schedules.change(connection, before, call, schedule, first, null);
            return true;
        }
        if (before.isLive()) {
            return false;
        }
        // Nothing of one that is no longer declared holds for this one.
        String key = before.row().key();
        schedules.delete(connection, key);
        return schedules.insert(connection, key, call, schedule, first, null);
    }

    @Override
    public boolean remove(String key) {
        transaction.requireWritable();
        return jdbc.call(
                "remove a schedule",
                connection ->
                        schedules.mayBeThere(connection, key)
                                && jdbc.update(
                                                connection,
                                                "delete from %s where id = ? and definition is null"
                                                        .formatted(schedules.name()),
                                                schedules.id(key))
                                        == 1);
    }

    @Override
    public boolean setPaused(String key, boolean isPaused) {
        transaction.requireWritable();
        return jdbc.call(
                "pause or resume a schedule", connection -> setPaused(connection, key, isPaused));
    }

    private boolean setPaused(Connection connection, String key, boolean isPaused)
            throws SQLException {
        Optional<ScheduleTable.Known> known =
                schedules.lockIfThere(connection, key).filter(ScheduleTable.Known::isLive);
        if (known.isEmpty()) {
            return false;
        }
        Instant next = known.get().row().next();
        Instant now = known.get().now();
        boolean hasPassed = !isPaused && next != null && !next.isAfter(now);
        Optional<StoredSchedule> paused =
                readable(known.get().row()).filter(StoredSchedule::isPaused);
        if (hasPassed && paused.isPresent()) {
            // While no node could record them.
            Firing passed = Firing.of(paused.get().schedule(), next, true, false, now);
            for (Firing.Entry entry : passed.entries()) {
                occurrences.insert(connection, schedules.id(key), entry, null);
            }
            next = passed.next();
        }
        jdbc.update(
                connection,
                "update %s set paused = %s, waiting = %s, next_at = ?, version = version + 1 where id = ?"
                        .formatted(schedules.name(), dialect.truth(isPaused), dialect.truth(false)),
                ScheduleRow.time(dialect.types(), next),
                schedules.id(key));
        return true;
    }

    @Override
    public Optional<StoredSchedule> find(String key) {
        transaction.require();
        return jdbc
                .query(
                        "read a schedule",
                        "select %s from %s where id = ? and %s"
                                .formatted(schedules.columns(), schedules.name(), live),
                        ScheduleRow::read,
                        schedules.id(key))
                .stream()
                .findFirst()
                .map(
                        raw ->
                                readable(raw)
                                        .orElseThrow(
                                                () -> StoreMessages.LOG.unreadableSchedule(key)));
    }

    @Override
    public List<StoredSchedule> list() {
        transaction.require();
        return jdbc
                .query(
                        "list the schedules",
                        "select %s from %s where %s and %s order by schedule_key"
                                .formatted(
                                        schedules.columns(), schedules.name(), dialect.own(), live),
                        ScheduleRow::read)
                .stream()
                .flatMap(raw -> readable(raw).stream())
                .toList();
    }

    private static Optional<StoredSchedule> readable(RawSchedule raw) {
        try {
            return Optional.of(raw.stored());
        } catch (RuntimeException e) {
            StoreMessages.LOG.debugf(e, "The schedule %s means nothing here", raw.key());
            return Optional.empty();
        }
    }

    @Override
    public List<Occurrence> history(String key, int limit) {
        transaction.require();
        return jdbc.query(
                "read the history of a schedule",
                history,
                row -> occurrence(key, row),
                schedules.id(key),
                limit);
    }

    private static Occurrence occurrence(String key, Row row) throws SQLException {
        return new Occurrence(
                key,
                row.time(1),
                Occurrence.Outcome.valueOf(row.text(2)),
                row.idOrNull(3),
                row.count(4));
    }
}
