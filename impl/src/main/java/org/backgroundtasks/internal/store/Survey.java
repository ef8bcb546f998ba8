package org.backgroundtasks.internal.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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

    /**
     * How long until something is due or expires, negative if it is overdue; empty if nothing
     * waits.
     */
    public Optional<Duration> untilNext() {
        return Stream.of(nextDue, nextExpiry)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(next -> Duration.between(now, next));
    }

    public boolean hasDue() {
        return nextDue != null && !nextDue.isAfter(now);
    }

    public boolean hasExpired() {
        return nextExpiry != null && nextExpiry.isBefore(now);
    }
}
