package org.backgroundtasks.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When something recurs. */
public sealed interface Recurrence {

    /**
     * The first instant after another one.
     *
     * @return empty if there is none any more
     */
    Optional<Instant> next(Instant after);

    /**
     * At the times of a pattern, as clocks in a zone show them.
     *
     * @see CronPattern
     */
    record Cron(CronPattern pattern, ZoneId zone) implements Recurrence {

        @Override
        public Optional<Instant> next(Instant after) {
            return new LocalInstants(pattern, zone.getRules()).next(after);
        }
    }

    /** At a steady pace from an instant on, whatever clocks show. */
    record Every(Duration interval, Instant from) implements Recurrence {

        /** The shortest interval. */
        public static final Duration SHORTEST = Duration.ofSeconds(1);

        public Every {
            if (interval.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("shorter than a second: " + interval);
            }
        }

        @Override
        public Optional<Instant> next(Instant after) {
            if (after.isBefore(from)) {
                return Optional.of(from);
            }
            long passed = Duration.between(from, after).dividedBy(interval);
            return Optional.of(from.plus(interval.multipliedBy(passed + 1)));
        }
    }
}
