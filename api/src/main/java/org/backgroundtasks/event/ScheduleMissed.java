package org.backgroundtasks.event;

import java.time.Instant;
import org.backgroundtasks.Occurrence;

/**
 * Instants of a schedule have passed without a task: no node could get to them in time, or the
 * previous task had not ended. It is fired in the transaction that records them, on the thread that
 * claims, and observed as a {@link TaskEvent} is; but it is none, since it has no task.
 *
 * @param key the schedule
 * @param name the stored name of its tasks
 * @param instant the last of them
 * @param outcome MISSED or OVERLAPPED
 * @param count how many in a row
 */
public record ScheduleMissed(
        String key, String name, Instant instant, Occurrence.Outcome outcome, long count) {}
