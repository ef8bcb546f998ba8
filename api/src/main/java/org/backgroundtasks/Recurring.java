package org.backgroundtasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stores a task of a {@link Background @Background} method again and again: at the times of a cron
 * expression, or at a steady pace.
 *
 * <pre>{@code
 * @Background @Recurring(cron = "0 3 * * *", zone = "Europe/Berlin")
 * public void cleanUp() { … }
 * }</pre>
 *
 * <h2>Once</h2>
 *
 * For each instant of a schedule one task is stored in the whole cluster, by any node that declares
 * the schedule. The task, the record of the instant, and the next instant are stored in one
 * transaction, so none is lost and none comes twice, whichever node dies when. From there on it is
 * a task as any other: with attempts, a queue and a priority as {@link Background} says.
 *
 * <h2>Clocks</h2>
 *
 * Instants are those of the database's clock. Where clocks are changed in the zone:
 *
 * <ul>
 *   <li>A time that clocks skip comes at the first instant after the gap: 02:30 in Berlin in March
 *       is 03:00. It is left out if the hour is {@code *}, which has the hours beside it.
 *   <li>A time that clocks show twice comes at the first of both. It comes at both if the hours,
 *       the minutes or the seconds begin with {@code *} or have a step.
 *   <li>{@link #every()} is not moved.
 * </ul>
 *
 * <h2>Where it may stand</h2>
 *
 * On a {@code @Background} method without parameters. Anything else fails the deployment.
 *
 * <h2>Configuration</h2>
 *
 * Each member can be overridden in MicroProfile Config by {@code
 * <class>/<method>/Recurring/<member>}, for example {@code com.acme.Jobs/cleanUp/Recurring/cron=0 4
 * * * *}. {@code cron=-} switches the schedule off. A configured {@code cron} takes the place of an
 * {@code every} in the annotation, and the other way round.
 *
 * <h2>Releases</h2>
 *
 * A changed schedule keeps its history; if its times have changed, so has its next instant. Where
 * releases run side by side, the newest schedule decides, and the nodes of the others leave it
 * alone. A schedule that no live node declares is removed after two leases.
 *
 * @see TaskSchedules for schedules that are made at run time, and their history
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Recurring {

    /**
     * The times at which a task is stored: five fields as in Unix cron (minutes, hours, days of the
     * month, months, days of the week), or six with the seconds first.
     *
     * <p>Months are 1 to 12 or {@code JAN} to {@code DEC}; days of the week are 0 to 7 or {@code
     * SUN} to {@code SAT}, where 0 and 7 are Sunday. A field is {@code *}, a value, a range ({@code
     * MON-FRI}), a list ({@code 1,15}), or one of these with a step ({@code *}{@code /5}). Days of
     * the month can be {@code L} (the last), {@code 15W} (the weekday next to it) or {@code LW};
     * days of the week {@code 5L} (the last Friday) or {@code 1#2} (the second Monday). If both
     * days are given, <strong>either is enough</strong>, with five fields and with six. {@code
     * @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly} and {@code @yearly} stand for what
     * they say.
     *
     * @return the expression; empty if {@link #every()} is given; {@code -} for no schedule
     */
    String cron() default "";

    /**
     * The time from one task to the next, whatever clocks show.
     *
     * @return an ISO-8601 duration of one second or more, such as {@code PT10M}; empty if {@link
     *     #cron()} is given
     */
    String every() default "";

    /**
     * The time zone of {@link #cron()}.
     *
     * @return an id of {@link java.time.ZoneId}; empty for {@code background-tasks.zone}, which is
     *     UTC by default
     */
    String zone() default "";

    /**
     * What becomes of instants that were missed.
     *
     * @return {@link Missed#ONCE} by default
     */
    Missed missed() default Missed.ONCE;

    /**
     * What becomes of an instant at which the previous task has not ended.
     *
     * @return {@link Overlap#SKIP} by default
     */
    Overlap overlap() default Overlap.SKIP;

    /**
     * The longest delay that is added by chance, so that not all tasks of a full hour start at
     * once.
     *
     * @return seconds; 0 for none
     */
    long jitter() default 0;

    /**
     * What the schedule is called, unique among the schedules of the application.
     *
     * @return one to 500 characters, none of them a control character; empty for the stored name of
     *     the task
     */
    String key() default "";
}
