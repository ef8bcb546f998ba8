package org.backgroundtasks.internal.store.sql.schedule;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.task.Invocation;
import org.jspecify.annotations.Nullable;

/** The columns of {@code background_task_schedule}, and what they mean. */
final class ScheduleRow {

    /** What a caller or a declaration says, in the order of {@link #values}. */
    private static final List<String> SAID =
            List.of(
                    "name",
                    "signature",
                    "arguments",
                    "queue",
                    "priority",
                    "max_attempts",
                    "created_by",
                    "expression",
                    "time_zone",
                    "starts_at",
                    "ends_at",
                    "missed_rule",
                    "overlap_rule",
                    "jitter_millis",
                    "next_at",
                    "definition");

    private ScheduleRow() {}

    /** The columns of {@link #read}. */
    static String columns(Dialect dialect) {
        return """
        schedule_key, name, signature, arguments, queue, priority, max_attempts, created_by, expression,
        time_zone, %s, %s, missed_rule, overlap_rule, jitter_millis, paused, %s, %s, last_task, version, definition"""
                .formatted(
                        dialect.readable("starts_at"),
                        dialect.readable("ends_at"),
                        dialect.readable("next_at"),
                        dialect.readable("last_at"));
    }

    static RawSchedule read(Row row) throws SQLException {
        return new RawSchedule(
                row.text(1),
                new ScheduledCall(
                        new Invocation(row.text(2), row.text(3), row.text(4)),
                        row.text(5),
                        row.number(6),
                        row.number(7),
                        row.textOrNull(8)),
                row.text(9),
                row.text(10),
                row.timeOrNull(11),
                row.timeOrNull(12),
                row.text(13),
                row.text(14),
                row.count(15),
                row.isTrue(16),
                row.timeOrNull(17),
                row.timeOrNull(18),
                row.idOrNull(19),
                row.count(20),
                row.textOrNull(21));
    }

    /** What is said of a schedule is new; parameters: {@link #values}. */
    static String assignments(Dialect dialect) {
        return String.join(" = ?, ", SAID)
                + " = ?, waiting = %s, version = version + 1".formatted(dialect.truth(false));
    }

    /** Parameters: id, application, key; then {@link #values}. */
    static String insert(String table, Dialect dialect) {
        return """
        insert into %s (id, application, schedule_key, %s, paused, waiting, version)
        values (?, ?, ?%s, %s, %s, 0)
        """
                .formatted(
                        table,
                        String.join(", ", SAID),
                        ", ?".repeat(SAID.size()),
                        dialect.truth(false),
                        dialect.truth(false));
    }

    static List<@Nullable Object> values(
            ColumnTypes types,
            ScheduledCall call,
            Schedule schedule,
            @Nullable Instant next,
            @Nullable String definition) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(call.invocation().name());
        values.add(call.invocation().signature());
        values.add(call.invocation().arguments());
        values.add(call.queue());
        values.add(call.priority());
        values.add(call.maxAttempts());
        values.add(call.createdBy());
        values.add(schedule.expression());
        values.add(Objects.requireNonNull(schedule.zone()).getId());
        values.add(time(types, schedule.from()));
        values.add(time(types, schedule.until()));
        values.add(schedule.missed().name());
        values.add(schedule.overlap().name());
        values.add(schedule.jitter().toMillis());
        values.add(time(types, next));
        values.add(definition);
        return values;
    }

    static @Nullable Object time(ColumnTypes types, @Nullable Instant time) {
        return time == null ? null : types.time(time);
    }
}
