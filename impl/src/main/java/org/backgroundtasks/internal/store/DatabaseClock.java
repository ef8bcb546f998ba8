package org.backgroundtasks.internal.store;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The database's time between two askings: the last answer, moved on by this machine's monotonic
 * clock. What the machine believes the time of day to be does not matter.
 */
final class DatabaseClock {

    private record Reading(Instant time, long nanos) {}

    private final LongSupplier nanoTime;
    private volatile Reading last;

    DatabaseClock(LongSupplier nanoTime, Instant now) {
        this.nanoTime = nanoTime;
        this.last = new Reading(now, nanoTime.getAsLong());
    }

    void set(Instant now) {
        last = new Reading(now, nanoTime.getAsLong());
    }

    Instant now() {
        Reading reading = last;
        return reading.time().plusNanos(nanoTime.getAsLong() - reading.nanos());
    }
}
