package org.backgroundtasks.internal.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.ScheduleInfo;
import org.backgroundtasks.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is stored.
 *
 * @param schedule has a zone
 * @param isDeclared whether a method declares it
 * @param next its next instant; null if there is none any more
 * @param last the latest instant for which a task was stored
 * @param lastTask the task that was stored then
 * @param version moved on with each change
 */
public record StoredSchedule(
        String key,
        ScheduledCall call,
        Schedule schedule,
        boolean isDeclared,
        boolean isPaused,
        @Nullable Instant next,
        @Nullable Instant last,
        @Nullable TaskId lastTask,
        long version) {

    public ScheduleInfo info() {
        return new ScheduleInfo(
                key,
                call.invocation().name(),
                schedule.expression(),
                Objects.requireNonNull(schedule.zone()),
                next,
                last,
                isPaused,
                isDeclared);
    }

    /** The instants from the next one on, at most so many. */
    public List<Instant> nextInstants(int limit) {
        return next == null ? List.of() : Timetable.of(schedule, next).from(next, limit);
    }
}
