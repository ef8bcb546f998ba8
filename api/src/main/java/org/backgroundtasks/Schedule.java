package org.backgroundtasks;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.backgroundtasks.spi.ScheduleRules;
import org.jspecify.annotations.Nullable;

/**
 * When something recurs: a cron expression or a steady pace, and what becomes of instants that were
 * missed or overlap. Immutable: each method that sets something returns a new schedule.
 *
 * <pre>{@code
 * Schedule.cron("0 6 * * MON").zone(ZoneId.of("America/New_York"))
 * Schedule.every(Duration.ofMinutes(10)).overlap(Overlap.WAIT)
 * }</pre>
 *
 * @param expression a cron expression as in {@link Recurring#cron()}, or an ISO-8601 duration as in
 *     {@link Recurring#every()}
 * @param zone of the cron expression; null for {@code background-tasks.zone}
 * @param from no instant lies before it; null for the time at which it is stored
 * @param until no instant lies after it; null for no end
 * @param missed what becomes of missed instants
 * @param overlap what becomes of an instant at which the previous task has not ended
 * @param jitter the longest delay that is added by chance
 */
public record Schedule(
        String expression,
        @Nullable ZoneId zone,
        @Nullable Instant from,
        @Nullable Instant until,
        Missed missed,
        Overlap overlap,
        Duration jitter) {

    /**
     * Makes a schedule.
     *
     * @throws TaskCallException if the expression is none or never fires, a time lies outside the
     *     years 1 to 9999, {@code until} lies before {@code from}, or the jitter is negative or
     *     longer than a day
     */
    public Schedule {
        ScheduleRules.loaded().require(expression, zone, from, until, missed, overlap, jitter);
    }

    /**
     * At the times of a cron expression.
     *
     * @param expression as in {@link Recurring#cron()}
     * @return a new schedule
     * @throws TaskCallException if it is none, or never fires
     */
    public static Schedule cron(String expression) {
        ScheduleRules.loaded().requireCron(expression);
        return of(expression.strip());
    }

    /**
     * At a steady pace: from {@link #from(Instant)} on, or one interval after the schedule is
     * stored. A change of clocks does not move it.
     *
     * @param interval one second or more
     * @return a new schedule
     * @throws TaskCallException if it is shorter
     */
    public static Schedule every(Duration interval) {
        ScheduleRules.loaded().requireInterval(interval);
        return of(interval.toString());
    }

    private static Schedule of(String expression) {
        return new Schedule(expression, null, null, null, Missed.ONCE, Overlap.SKIP, Duration.ZERO);
    }

    /**
     * The same schedule in a time zone. It has no effect on a steady pace.
     *
     * @param newZone by whose clocks a cron expression is read
     * @return a new schedule
     */
    public Schedule zone(ZoneId newZone) {
        return new Schedule(expression, newZone, from, until, missed, overlap, jitter);
    }

    /**
     * The same schedule from a time on. A steady pace begins with it.
     *
     * @param first no instant lies before it; in the years 1 to 9999
     * @return a new schedule
     * @throws TaskCallException if it lies after the end
     */
    public Schedule from(Instant first) {
        return new Schedule(expression, zone, first, until, missed, overlap, jitter);
    }

    /**
     * The same schedule until a time.
     *
     * @param last no instant lies after it; in the years 1 to 9999
     * @return a new schedule
     * @throws TaskCallException if it lies before the begin
     */
    public Schedule until(Instant last) {
        return new Schedule(expression, zone, from, last, missed, overlap, jitter);
    }

    /**
     * The same schedule with another rule for missed instants.
     *
     * @param newMissed the rule
     * @return a new schedule
     */
    public Schedule missed(Missed newMissed) {
        return new Schedule(expression, zone, from, until, newMissed, overlap, jitter);
    }

    /**
     * The same schedule with another rule for overlaps.
     *
     * @param newOverlap the rule
     * @return a new schedule
     */
    public Schedule overlap(Overlap newOverlap) {
        return new Schedule(expression, zone, from, until, missed, newOverlap, jitter);
    }

    /**
     * The same schedule with another jitter.
     *
     * @param longest the longest delay that is added by chance, zero to one day
     * @return a new schedule
     * @throws TaskCallException if it is negative or longer than a day
     */
    public Schedule jitter(Duration longest) {
        return new Schedule(expression, zone, from, until, missed, overlap, longest);
    }
}
