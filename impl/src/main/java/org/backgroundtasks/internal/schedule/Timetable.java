package org.backgroundtasks.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.internal.task.Years;
import org.jspecify.annotations.Nullable;

/**
 * The instants of a schedule.
 *
 * @param until no instant lies after it; null for no end
 */
public record Timetable(Recurrence recurrence, @Nullable Instant until) {

    private static final Duration MOMENT = Duration.ofNanos(1_000);

    /**
     * That of a schedule whose next instant is known.
     *
     * @param schedule has a zone
     * @param next an instant of it: a steady pace goes on from there
     */
    public static Timetable of(Schedule schedule, Instant next) {
        return new Timetable(
                isPace(schedule.expression())
                        ? new Recurrence.Every(Duration.parse(schedule.expression()), next)
                        : new Recurrence.Cron(
                                CronPattern.of(schedule.expression()), zone(schedule)),
                schedule.until());
    }

    private static ZoneId zone(Schedule schedule) {
        return Objects.requireNonNull(schedule.zone());
    }

    /** Whether an expression is the interval of a steady pace, and no pattern. */
    public static boolean isPace(String expression) {
        return expression.startsWith("P");
    }

    /**
     * The first instant of a schedule that is stored now.
     *
     * @return empty if it never fires
     */
    public static Optional<Instant> first(Schedule schedule, Instant now) {
        Instant from = schedule.from();
        if (isPace(schedule.expression())) {
            Instant begin = from == null ? pace(schedule, now) : from;
            Timetable pace = of(schedule, begin);
            return begin.isBefore(now)
                    ? pace.next(now.minus(MOMENT))
                    : pace.within(Optional.of(begin));
        }
        Instant after = from == null || from.isBefore(now) ? now : from.minus(MOMENT);
        return of(schedule, now).next(after);
    }

    private static Instant pace(Schedule schedule, Instant now) {
        return now.plus(Duration.parse(schedule.expression()));
    }

    /** The first instant after another one; empty if there is none any more. */
    public Optional<Instant> next(Instant after) {
        return within(recurrence.next(after));
    }

    private Optional<Instant> within(Optional<Instant> next) {
        Instant end = until == null ? Years.END : until;
        return next.filter(instant -> !instant.isAfter(end));
    }

    /** An instant and those that follow it, at most so many. */
    public List<Instant> from(Instant first, int limit) {
        List<Instant> all = new ArrayList<>();
        for (Optional<Instant> next = Optional.of(first);
                next.isPresent() && all.size() < limit;
                next = next(next.get())) {
            all.add(next.get());
        }
        return all;
    }
}
