package org.backgroundtasks.internal.store.key;

import java.time.Duration;
import java.time.Instant;

/**
 * When a task is due that each further call with its key puts off.
 *
 * @param quiet after the last call
 * @param atMost after the first one
 */
public record Debounce(Duration quiet, Duration atMost) {

    /** The time after a call. */
    public Instant runAt(Instant first, Instant now) {
        Instant afterLast = now.plus(quiet);
        Instant afterFirst = first.plus(atMost);
        return afterLast.isBefore(afterFirst) ? afterLast : afterFirst;
    }
}
