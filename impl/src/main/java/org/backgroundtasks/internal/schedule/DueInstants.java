package org.backgroundtasks.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instants of a schedule that are due.
 *
 * @param before those before the latest one, in their order; only the last one if there are many
 * @param countBefore how many those are; not counted to the end if there are very many
 * @param latest the latest one
 * @param next the first one that is not due; null if there is none any more
 */
record DueInstants(List<Instant> before, long countBefore, Instant latest, @Nullable Instant next) {

    /** As many are recorded one by one. */
    private static final int MANY = 100;

    private static final int MOST_COUNTED = 10_000;

    /**
     * Finds them.
     *
     * @param first the one that is known to be due
     */
    static DueInstants of(Timetable timetable, Instant first, Instant now) {
        List<Instant> before = new ArrayList<>();
        long countBefore = 0;
        LastTwo last = new LastTwo(first, first);
        Optional<Instant> next = timetable.next(first);
        while (isDue(next, now) && countBefore < MOST_COUNTED) {
            countBefore++;
            if (before.size() <= MANY) {
                before.add(last.latest());
            }
            last = new LastTwo(last.latest(), next.get());
            next = timetable.next(last.latest());
        }
        if (isDue(next, now)) {
            last = lastTwo(timetable, last.latest(), now);
            next = timetable.next(last.latest());
        }
        return new DueInstants(
                countBefore > MANY ? List.of(last.before()) : before,
                countBefore,
                last.latest(),
                next.orElse(null));
    }

    private record LastTwo(Instant before, Instant latest) {}

    private static boolean isDue(Optional<Instant> next, Instant now) {
        return next.isPresent() && !next.get().isAfter(now);
    }

    /**
     * Looked for from shortly before the end, and from ever longer before, if there are not two.
     */
    private static LastTwo lastTwo(Timetable timetable, Instant known, Instant now) {
        Instant until = timetable.until();
        Instant end = until == null || until.isAfter(now) ? now : until;
        for (Duration back = Duration.ofSeconds(2);
                end.minus(back).isAfter(known);
                back = back.multipliedBy(2)) {
            Optional<Instant> first = timetable.next(end.minus(back));
            if (isDue(first, now) && isDue(timetable.next(first.get()), now)) {
                return lastTwoFrom(timetable, first.get(), now);
            }
        }
        return lastTwoFrom(timetable, known, now);
    }

    private static LastTwo lastTwoFrom(Timetable timetable, Instant first, Instant now) {
        LastTwo last = new LastTwo(first, first);
        for (Optional<Instant> next = timetable.next(first);
                isDue(next, now);
                next = timetable.next(last.latest())) {
            last = new LastTwo(last.latest(), next.get());
        }
        return last;
    }
}
