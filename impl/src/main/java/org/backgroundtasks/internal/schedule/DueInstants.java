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
 * @param before those before the latest one, in their order; only the first one if there are many
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
        Instant latest = first;
        Optional<Instant> next = timetable.next(first);
        while (isDue(next, now)) {
            if (countBefore == MOST_COUNTED) {
                latest = latest(timetable, latest, now);
                next = timetable.next(latest);
                break;
            }
            countBefore++;
            if (before.size() <= MANY) {
                before.add(latest);
            }
            latest = next.get();
            next = timetable.next(latest);
        }
        return new DueInstants(
                countBefore > MANY ? List.of(first) : before,
                countBefore,
                latest,
                next.orElse(null));
    }

    private static boolean isDue(Optional<Instant> next, Instant now) {
        return next.isPresent() && !next.get().isAfter(now);
    }

    /** Looked for from shortly before now, and from ever longer before, if there is none. */
    private static Instant latest(Timetable timetable, Instant known, Instant now) {
        for (Duration before = Duration.ofSeconds(1);
                now.minus(before).isAfter(known);
                before = before.multipliedBy(2)) {
            Optional<Instant> next = timetable.next(now.minus(before));
            if (isDue(next, now)) {
                return last(timetable, next.get(), now);
            }
        }
        return last(timetable, known, now);
    }

    private static Instant last(Timetable timetable, Instant first, Instant now) {
        Instant last = first;
        for (Optional<Instant> next = timetable.next(first);
                isDue(next, now);
                next = timetable.next(last)) {
            last = next.get();
        }
        return last;
    }
}
