package org.backgroundtasks.internal.store.sql.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as its row has it. What a later release has written, or one with other time zones, may
 * mean nothing here.
 */
record RawSchedule(
        String key,
        ScheduledCall call,
        String expression,
        String zone,
        @Nullable Instant from,
        @Nullable Instant until,
        String missed,
        String overlap,
        long jitterMillis,
        boolean isPaused,
        @Nullable Instant next,
        @Nullable Instant last,
        @Nullable TaskId lastTask,
        long version,
        @Nullable String definition) {

    /** What it means; throws a RuntimeException if that is nothing. */
    StoredSchedule stored() {
        return new StoredSchedule(
                key,
                call,
                new Schedule(
                        expression,
                        ZoneId.of(zone),
                        from,
                        until,
                        Missed.valueOf(missed),
                        Overlap.valueOf(overlap),
                        Duration.ofMillis(jitterMillis)),
                definition != null,
                isPaused,
                next,
                last,
                lastTask,
                version);
    }

    /** Whether it has the instants of another schedule. */
    boolean hasTimesOf(Schedule other) {
        return expression.equals(other.expression())
                && zone.equals(Objects.requireNonNull(other.zone()).getId())
                && Objects.equals(from, other.from())
                && Objects.equals(until, other.until());
    }
}
