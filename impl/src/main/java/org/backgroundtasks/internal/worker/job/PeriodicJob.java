package org.backgroundtasks.internal.worker.job;

import java.time.Duration;

/**
 * Something that a worker does again and again. A failure is logged once, and the next turn comes
 * all the same.
 *
 * @param name what messages and health call it
 * @param interval from the end of one turn to the begin of the next
 * @param isUrgent whether it has a thread of its own, which no other work on the server can hold up
 */
public record PeriodicJob(String name, Runnable work, Duration interval, boolean isUrgent) {

    /** One that shares its threads with others. */
    public static PeriodicJob of(String name, Runnable work, Duration interval) {
        return new PeriodicJob(name, work, interval, false);
    }

    /** One with a thread of its own. */
    public static PeriodicJob urgent(String name, Runnable work, Duration interval) {
        return new PeriodicJob(name, work, interval, true);
    }
}
