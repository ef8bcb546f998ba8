package org.backgroundtasks.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Overlap;
import org.jspecify.annotations.Nullable;

/**
 * What the implementation knows of schedules, and the API does not: it has no parser of cron
 * expressions. Found by {@link java.util.ServiceLoader}. Each method throws a coded {@link
 * org.backgroundtasks.TaskCallException} for what is no such thing, null included.
 */
public interface ScheduleRules {

    /**
     * The rules of the implementation beside the API.
     *
     * @return the rules
     * @throws IllegalStateException if there is no implementation
     */
    static ScheduleRules loaded() {
        return LoadedRules.RULES.orElseThrow(
                () ->
                        new IllegalStateException(
                                "the library background-tasks is not beside background-tasks-api"));
    }

    /**
     * Requires a cron expression that fires.
     *
     * @param expression as in {@link org.backgroundtasks.Recurring#cron()}
     */
    void requireCron(String expression);

    /**
     * Requires an interval of a steady pace.
     *
     * @param interval one second or more
     */
    void requireInterval(Duration interval);

    /**
     * Requires that parts make a schedule.
     *
     * @param expression a cron expression or an ISO-8601 duration
     * @param zone a time zone, or null
     * @param from the first time, or null
     * @param until the last time, or null
     * @param missed the rule for missed instants
     * @param overlap the rule for overlaps
     * @param jitter the longest delay by chance
     */
    void require(
            String expression,
            @Nullable ZoneId zone,
            @Nullable Instant from,
            @Nullable Instant until,
            Missed missed,
            Overlap overlap,
            Duration jitter);
}
