package org.backgroundtasks;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a schedule. All times are the database's.
 *
 * @param key what it is called
 * @param name the stored name of the tasks that it stores
 * @param expression a cron expression, or an ISO-8601 duration
 * @param zone by whose clocks a cron expression is read
 * @param next the next instant, also while it is paused; null if there is none any more
 * @param last the latest instant for which a task was stored; null if there was none
 * @param paused whether it stores nothing, until {@link TaskSchedules#resume}
 * @param declared whether it is declared by {@link Recurring}, and not made at run time
 */
public record ScheduleInfo(
        String key,
        String name,
        String expression,
        ZoneId zone,
        @Nullable Instant next,
        @Nullable Instant last,
        boolean paused,
        boolean declared) {}
