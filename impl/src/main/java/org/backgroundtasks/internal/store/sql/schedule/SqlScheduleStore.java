package org.backgroundtasks.internal.store.sql.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.schedule.Timetable;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.RowLock;
import org.backgroundtasks.internal.store.schedule.Declaration;
import org.backgroundtasks.internal.store.schedule.DueSchedule;
import org.backgroundtasks.internal.store.schedule.Fireable;
import org.backgroundtasks.internal.store.schedule.LastTask;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.Transition;
import org.jspecify.annotations.Nullable;

/** {@link ScheduleStore} in SQL. */
public final class SqlScheduleStore implements ScheduleStore {

    /** As many fit the column. */
    private static final int MOST_SUPERSEDED = 15;

    /** Of no signature and no definition; not the empty text, which is null to Oracle. */
    private static final String NONE = "-";

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final ScheduleTable schedules;
    private final OccurrenceTable ledger;
    private final String occurrences;
    private final String lock;
    private final String lastTask;
    private final String supersede;
    private final String moveOn;

    public SqlScheduleStore(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        schedules = new ScheduleTable(jdbc, dialect);
        ledger = new OccurrenceTable(jdbc, dialect);
        occurrences = dialect.qualified(Schema.OCCURRENCES);
        String tasks = dialect.qualified(Schema.TASKS);
        lock =
                "select %s, %s from %s where id = ? and next_at <= %s %s"
                        .formatted(
                                schedules.columns(),
                                dialect.readable(dialect.now()),
                                schedules.name(),
                                dialect.now(),
                                dialect.skipLocked());
        lastTask = "select state, attempts from %s where id = ?".formatted(tasks);
        supersede =
                "update %s set state = '%s', finished_at = %s where id = ? and %s and attempts > 0"
                        .formatted(
                                tasks,
                                Transition.SUPERSEDE.target(),
                                dialect.now(),
                                TaskSql.states(Transition.SUPERSEDE));
        moveOn =
                """
                update %s set next_at = ?, waiting = ?, last_at = ?, last_task = ?, version = version + 1
                where id = ? and version = ?
                """
                        .formatted(schedules.name());
    }

    @Override
    public List<String> due(Fireable fireable, int limit) {
        String sql =
                """
                select schedule_key from %s where %s and next_at <= %s and %s and (waiting = %s or not exists (
                    select 1 from %s t where t.id = last_task and (t.state in ('BLOCKED', 'READY', 'RUNNING') or t.state = 'SCHEDULED' and t.attempts = 0)))
                order by next_at %s
                """
                        .formatted(
                                schedules.name(),
                                dialect.own(),
                                dialect.now(),
                                canFire(fireable),
                                dialect.truth(false),
                                dialect.qualified(Schema.TASKS),
                                dialect.first("?"));
        return jdbc.query(
                "look for schedules that are due",
                sql,
                row -> row.text(1),
                parameters(fireable, limit));
    }

    @Override
    public Optional<Duration> untilNext(Fireable fireable) {
        String sql =
                "select %s, %s from %s where %s and next_at > %s and %s"
                        .formatted(
                                dialect.readable(dialect.now()),
                                dialect.readable("min(next_at)"),
                                schedules.name(),
                                dialect.own(),
                                dialect.now(),
                                canFire(fireable));
        return jdbc.query(
                        "look for the next schedule",
                        sql,
                        row -> {
                            Instant now = row.time(1);
                            return Optional.ofNullable(row.timeOrNull(2))
                                    .map(next -> Duration.between(now, next));
                        },
                        parameters(fireable))
                .get(0);
    }

    private static String canFire(Fireable fireable) {
        return "(definition is null and signature in (%s) or definition in (%s))"
                .formatted(
                        TaskSql.placeholders(Math.max(1, fireable.signatures().size())),
                        TaskSql.placeholders(Math.max(1, fireable.definitions().size())));
    }

    private static Object[] parameters(Fireable fireable, Object... further) {
        return Stream.of(
                        orNone(fireable.signatures()),
                        orNone(fireable.definitions()),
                        Stream.of(further))
                .flatMap(parameters -> parameters)
                .toArray();
    }

    private static Stream<?> orNone(Set<String> texts) {
        return texts.isEmpty() ? Stream.of(NONE) : texts.stream();
    }

    @Override
    public Optional<DueSchedule> lock(String key) {
        if (dialect.skipLocked().isEmpty()) {
            jdbc.update("lock a schedule", RowLock.byChange(schedules.name()), schedules.id(key));
        }
        return jdbc
                .query(
                        "read a schedule that is due",
                        lock,
                        row -> Map.entry(ScheduleRow.read(row), row.time(22)),
                        schedules.id(key))
                .stream()
                .findFirst()
                .map(row -> new DueSchedule(row.getKey().stored(), row.getValue()));
    }

    @Override
    public LastTask lastTask(TaskId task) {
        return jdbc
                .query(
                        "read the last task of a schedule",
                        lastTask,
                        row ->
                                switch (row.state(1)) {
                                    case SUCCEEDED, FAILED, CANCELLED -> LastTask.ENDED;
                                    case SCHEDULED ->
                                            row.number(2) > 0 ? LastTask.WAITS : LastTask.STANDS;
                                    default -> LastTask.STANDS;
                                },
                        task)
                .stream()
                .findFirst()
                .orElse(LastTask.ENDED);
    }

    @Override
    public boolean supersede(TaskId task) {
        return jdbc.update("cancel a task of a schedule", supersede, task) == 1;
    }

    @Override
    public boolean record(String key, Firing.Entry entry, @Nullable TaskId task) {
        return jdbc.call(
                "record an instant of a schedule",
                connection -> ledger.insert(connection, schedules.id(key), entry, task));
    }

    @Override
    public boolean moveOn(
            StoredSchedule schedule,
            Firing firing,
            @Nullable Instant last,
            @Nullable TaskId lastTask) {
        boolean isStored = last != null;
        return jdbc.update(
                        "move a schedule on",
                        moveOn,
                        ScheduleRow.time(dialect.types(), firing.next()),
                        firing.isWaiting(),
                        ScheduleRow.time(dialect.types(), isStored ? last : schedule.last()),
                        isStored ? lastTask : schedule.lastTask(),
                        schedules.id(schedule.key()),
                        schedule.version())
                == 1;
    }

    @Override
    public int refresh(Set<String> definitions, Duration live) {
        if (definitions.isEmpty()) {
            return 0;
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(live.toMillis());
        parameters.addAll(definitions);
        return jdbc.update(
                "declare schedules",
                "update %s set declared_until = %s where %s and definition in (%s)"
                        .formatted(
                                schedules.name(),
                                dialect.laterBy(),
                                dialect.own(),
                                TaskSql.placeholders(definitions.size())),
                parameters.toArray());
    }

    @Override
    public Declaration declare(DeclaredSchedule declared, Duration live) {
        return jdbc.transaction(
                "declare a schedule",
                connection -> {
                    Declaration declaration = declare(connection, declared);
                    if (declaration == Declaration.STORED || declaration == Declaration.UNCHANGED) {
                        jdbc.update(
                                connection,
                                "update %s set declared_until = %s where id = ?"
                                        .formatted(schedules.name(), dialect.laterBy()),
                                live.toMillis(),
                                schedules.id(declared.key()));
                    }
                    return declaration;
                });
    }

    private Declaration declare(Connection connection, DeclaredSchedule declared)
            throws SQLException {
        String definition = declared.definition();
        Instant first = first(connection, declared);
        Optional<ScheduleTable.Known> known = schedules.lockIfThere(connection, declared.key());
        if (known.isEmpty()) {
            if (schedules.insert(
                    connection,
                    declared.key(),
                    declared.call(),
                    declared.schedule(),
                    first,
                    definition)) {
                return Declaration.STORED;
            }
            // Another node has done so meanwhile.
            known = schedules.lock(connection, declared.key());
        }
        ScheduleTable.Known before = known.orElseThrow();
        String stored = before.row().definition();
        if (stored == null) {
            return Declaration.TAKEN;
        }
        if (stored.equals(definition)) {
            return before.isLive() ? Declaration.UNCHANGED : Declaration.STORED;
        }
        List<String> superseded = superseded(before);
        if (before.isLive() && superseded.contains(definition)) {
            return Declaration.LEFT_TO_OTHERS;
        }
        schedules.change(
                connection, before, declared.call(), declared.schedule(), first, definition);
        superseded.remove(definition);
        superseded.add(stored);
        jdbc.update(
                connection,
                "update %s set superseded = ? where id = ?".formatted(schedules.name()),
                String.join(
                        ",",
                        superseded.subList(
                                Math.max(0, superseded.size() - MOST_SUPERSEDED),
                                superseded.size())),
                schedules.id(declared.key()));
        return Declaration.STORED;
    }

    /** The definitions that others came in the place of, the newest last. */
    private static List<String> superseded(ScheduleTable.Known known) {
        String all = known.superseded();
        return new ArrayList<>(all == null ? List.of() : List.of(all.split(",")));
    }

    private Instant first(Connection connection, DeclaredSchedule declared) throws SQLException {
        Instant now =
                jdbc.query(
                                connection,
                                "select %s %s"
                                        .formatted(
                                                dialect.readable(dialect.now()),
                                                dialect.fromNothing()),
                                row -> row.time(1))
                        .get(0);
        return Timetable.first(declared.schedule(), now).orElseThrow();
    }

    @Override
    public List<Instant> next(String key, int limit) {
        return jdbc
                .query(
                        "read a schedule",
                        "select %s from %s where id = ?"
                                .formatted(schedules.columns(), schedules.name()),
                        ScheduleRow::read,
                        schedules.id(key))
                .stream()
                .flatMap(schedule -> schedule.stored().nextInstants(limit).stream())
                .toList();
    }

    @Override
    public Set<String> waiting() {
        return Set.copyOf(
                jdbc.query(
                        "look for schedules that wait",
                        "select schedule_key from %s where %s and waiting = %s"
                                .formatted(schedules.name(), dialect.own(), dialect.truth(true)),
                        row -> row.text(1)));
    }

    @Override
    public int trim(String key, int newest) {
        List<Instant> kept =
                jdbc.query(
                        "look for what is recorded of a schedule",
                        "select %s from %s where schedule_id = ? order by instant_at desc %s"
                                .formatted(
                                        dialect.readable("instant_at"),
                                        occurrences,
                                        dialect.first("?")),
                        row -> row.time(1),
                        schedules.id(key),
                        newest);
        return kept.size() < newest
                ? 0
                : jdbc.update(
                        "forget what is recorded of a schedule",
                        "delete from %s where schedule_id = ? and instant_at < ?"
                                .formatted(occurrences),
                        schedules.id(key),
                        dialect.types().time(kept.get(newest - 1)));
    }

    @Override
    public int prune(Duration retention, int limit) {
        List<Instant> oldest =
                jdbc.query(
                        "look for what is recorded of schedules",
                        "select %s from %s where %s and instant_at < %s order by instant_at %s"
                                .formatted(
                                        dialect.readable("instant_at"),
                                        occurrences,
                                        dialect.own(),
                                        dialect.laterBy(),
                                        dialect.first("?")),
                        row -> row.time(1),
                        -retention.toMillis(),
                        limit);
        return oldest.isEmpty()
                ? 0
                : jdbc.update(
                        "forget what is recorded of schedules",
                        "delete from %s where %s and instant_at <= ?"
                                .formatted(occurrences, dialect.own()),
                        dialect.types().time(oldest.get(oldest.size() - 1)));
    }

    @Override
    public int pruneSchedules(Duration retention) {
        return jdbc.update(
                "forget schedules that nobody declares",
                "delete from %s where %s and definition is not null and declared_until < %s"
                        .formatted(schedules.name(), dialect.own(), dialect.laterBy()),
                -retention.toMillis());
    }
}
