package org.backgroundtasks.internal.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do.
 *
 * @param now the database's time
 * @param nextDue when the first SCHEDULED task is due, or null if there is none
 * @param nextExpiry when the first lease of any node expires, or null if there is none
 * @param firstReadyQueue a queue with READY tasks, or null if there is none
 */
public record Survey(
        Instant now,
        @Nullable Instant nextDue,
        @Nullable Instant nextExpiry,
        @Nullable String firstReadyQueue) {

    public boolean hasDue() {
        return nextDue != null && !nextDue.isAfter(now);
    }

    public boolean hasExpired() {
        return nextExpiry != null && nextExpiry.isBefore(now);
    }
}
