package org.backgroundtasks.internal.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Occurrence.Outcome;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a schedule is due: the rules of missed instants, overlaps and pauses.
 *
 * @param entries what becomes of the instants that are due, in their order
 * @param next the next instant, which may be due as well; null if there is none any more
 * @param isWaiting whether the schedule waits for the end of its last task; then nothing has become
 *     of its instants yet
 */
public record Firing(List<Entry> entries, @Nullable Instant next, boolean isWaiting) {

    /** How many tasks of a schedule are stored at once. */
    private static final int MOST_AT_ONCE = 100;

    /**
     * What becomes of an instant, or of several in a row.
     *
     * @param instant the last one
     */
    public record Entry(Instant instant, Outcome outcome, long count) {

        Entry(Instant instant, Outcome outcome) {
            this(instant, outcome, 1);
        }
    }

    /**
     * Decides.
     *
     * @param next the next instant of the schedule, which is due
     * @param overlaps whether its last task stands, so that another would overlap it
     */
    public static Firing of(
            Schedule schedule, Instant next, boolean isPaused, boolean overlaps, Instant now) {
        Timetable timetable = Timetable.of(schedule, next);
        if (isPaused) {
            return all(DueInstants.of(timetable, next, now), Outcome.PAUSED, Outcome.PAUSED);
        }
        boolean isHeldUp = overlaps && schedule.overlap() != Overlap.ALLOW;
        if (isHeldUp && schedule.overlap() == Overlap.WAIT) {
            return new Firing(List.of(), next, true);
        }
        if (schedule.missed() == Missed.ALL) {
            return schedule.overlap() == Overlap.WAIT
                    ? each(timetable, next, now, Outcome.STORED, 1)
                    : each(timetable, next, now, ofOne(isHeldUp), MOST_AT_ONCE);
        }
        DueInstants due = DueInstants.of(timetable, next, now);
        if (schedule.missed() == Missed.SKIP && due.countBefore() > 0) {
            return all(due, Outcome.MISSED, Outcome.MISSED);
        }
        return all(due, Outcome.MISSED, ofOne(isHeldUp));
    }

    private static Outcome ofOne(boolean isHeldUp) {
        return isHeldUp ? Outcome.OVERLAPPED : Outcome.STORED;
    }

    private static Firing all(DueInstants due, Outcome before, Outcome ofLatest) {
        boolean isOneByOne = due.before().size() == due.countBefore();
        Stream<Entry> first =
                due.before().stream()
                        .map(one -> new Entry(one, before, isOneByOne ? 1 : due.countBefore()));
        return new Firing(
                Stream.concat(first, Stream.of(new Entry(due.latest(), ofLatest))).toList(),
                due.next(),
                false);
    }

    /**
     * Each one that is due, at most so many at once. Those of an outage do not overlap each other:
     * so what becomes of one alone does not hold for several, and none is left alone.
     */
    private static Firing each(
            Timetable timetable, Instant first, Instant now, Outcome ofOneAlone, int limit) {
        List<Instant> instants = new ArrayList<>();
        Instant next = first;
        while (isDue(next, now)
                && (instants.size() < limit || limit > 1 && isLast(timetable, next, now))) {
            instants.add(next);
            next = timetable.next(next).orElse(null);
        }
        Outcome outcome = instants.size() == 1 ? ofOneAlone : Outcome.STORED;
        return new Firing(
                instants.stream().map(one -> new Entry(one, outcome)).toList(), next, false);
    }

    private static boolean isLast(Timetable timetable, Instant instant, Instant now) {
        return !isDue(timetable.next(instant).orElse(null), now);
    }

    private static boolean isDue(@Nullable Instant next, Instant now) {
        return next != null && !next.isAfter(now);
    }
}
