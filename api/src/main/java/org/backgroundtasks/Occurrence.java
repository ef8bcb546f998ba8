package org.backgroundtasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instant of a schedule and what has become of it.
 *
 * @param key the schedule
 * @param instant when it was due
 * @param outcome what has become of it
 * @param taskId the task that was stored for it; null for other outcomes. Ended tasks are deleted
 *     after their retention
 * @param count how many instants in a row this stands for, of which it is the last: 1, or more
 *     after a long outage or pause. More than 10,000 are not counted to the end
 */
public record Occurrence(
        String key, Instant instant, Outcome outcome, @Nullable TaskId taskId, long count) {

    /** What can become of an instant. */
    public enum Outcome {

        /** A task was stored. */
        STORED,

        /** No node could get to it in time, and its schedule does not make up for it. */
        MISSED,

        /** The task of the instant before had not ended. */
        OVERLAPPED,

        /** The schedule was paused. */
        PAUSED
    }
}
