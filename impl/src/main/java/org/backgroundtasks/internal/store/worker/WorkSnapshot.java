package org.backgroundtasks.internal.store.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do.
 *
 * @param now the database's time
 * @param nextDue when the first SCHEDULED task is due, or null if there is none
 * @param nextExpiry when the first lease of any node expires, or null if there is none
 * @param firstReadyQueue a queue with READY tasks, or null if there is none
 * @param mostLosses of any READY task
 * @param nextInstant of any schedule, also of one that this node cannot fire; null if there is none
 * @param hasFollowers whether a task waits for the end of the one with its key
 * @param hasPauses whether a queue is paused
 */
public record WorkSnapshot(
        Instant now,
        @Nullable Instant nextDue,
        @Nullable Instant nextExpiry,
        @Nullable String firstReadyQueue,
        int mostLosses,
        @Nullable Instant nextInstant,
        boolean hasFollowers,
        boolean hasPauses) {

    /** How long until a task is due, negative if one is; empty if none waits for its time. */
    public Optional<Duration> untilDue() {
        return until(nextDue);
    }

    /** How long until a lease expires, negative if one has; empty if there is none. */
    public Optional<Duration> untilExpiry() {
        return until(nextExpiry);
    }

    /** How long until a schedule is due, negative if one is; empty if there is none. */
    public Optional<Duration> untilInstant() {
        return until(nextInstant);
    }

    private Optional<Duration> until(@Nullable Instant next) {
        return Optional.ofNullable(next).map(time -> Duration.between(now, time));
    }

    public boolean hasDue() {
        return nextDue != null && !nextDue.isAfter(now);
    }

    public boolean hasExpired() {
        return nextExpiry != null && nextExpiry.isBefore(now);
    }
}
