package org.backgroundtasks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Schedules of the application: those that are made at run time, and those that {@link Recurring}
 * declares. Inject it.
 *
 * <pre>{@code
 * @Inject TaskSchedules schedules;
 *
 * schedules.put("report-42", Schedule.cron("0 6 * * MON").zone(newYork), () -> reports.send(42));
 * }</pre>
 *
 * <p>Every method takes part in the caller's JTA transaction: what it changes is there if and only
 * if that commits. Without a transaction each makes one of its own. A key has 1 to 500 characters,
 * none of them a control character; any other makes a method throw {@link TaskCallException}. What
 * the database does not do is a {@link TaskStoreException}.
 */
public interface TaskSchedules {

    /**
     * Stores a schedule, in place of one of the same key. One whose times are the same as before
     * keeps its next instant, so it may be put at each start of the application, as long as it has
     * not ended.
     *
     * <p>It survives a redeployment. While no node has its method, it waits, and what it has missed
     * is treated as {@link Schedule#missed()} says when one comes.
     *
     * @param key what to call it
     * @param schedule when it is due
     * @param call calls one {@link Background} method; its arguments are stored as they are now
     * @throws TaskCallException if it never fires, if {@link Recurring} declares one of that key,
     *     or if the lambda does anything else than call one method
     * @throws TaskArgumentException if an argument cannot be stored
     */
    void put(String key, Schedule schedule, TaskCall call);

    /**
     * Removes a schedule. Its history is kept; a task that it has stored goes on.
     *
     * @param key the schedule
     * @return whether there was one
     * @throws TaskCallException if {@link Recurring} declares it: that is switched off by {@code
     *     cron=-}
     */
    boolean remove(String key);

    /**
     * Lets a schedule store nothing until it is resumed. Its instants are recorded as PAUSED. A
     * task that it has stored goes on. The pause of a declared schedule outlives redeployments.
     *
     * @param key the schedule
     * @return whether there is one; one that is paused already stays so
     */
    boolean pause(String key);

    /**
     * Ends a pause. Instants that have passed are not made up for.
     *
     * @param key the schedule
     * @return whether there is one
     */
    boolean resume(String key);

    /**
     * Stores a task of a schedule now, beside those of its instants, also while it is paused. If
     * its method is {@linkplain Unique unique}, that holds here as for a call.
     *
     * @param key the schedule
     * @return the task, or the one that has its key
     * @throws TaskCallException if there is no such schedule
     * @throws DuplicateTaskException if another task has its key, and {@link OnConflict#FAIL} is
     *     asked for; nothing is stored
     */
    TaskId runNow(String key);

    /**
     * Looks a schedule up.
     *
     * @param key the schedule
     * @return a snapshot; empty if there is none
     */
    Optional<ScheduleInfo> find(String key);

    /**
     * All schedules of the application, by their keys.
     *
     * @return snapshots
     */
    List<ScheduleInfo> list();

    /**
     * The next instants of a schedule, as if it were not paused.
     *
     * @param key the schedule
     * @param n how many, 1 to 1,000
     * @return at most that many; fewer if it ends
     * @throws TaskCallException if there is no such schedule, or the number is another
     */
    List<Instant> next(String key, int n);

    /**
     * What has become of the instants of a schedule, the newest first. Each expected instant is
     * there once. The newest {@code background-tasks.retention.occurrences.rows} (1,000) of a
     * schedule are kept, for {@code background-tasks.retention.occurrences} (30 days), also when
     * the schedule is removed.
     *
     * @param key the schedule
     * @param n how many, 1 to 1,000
     * @return at most that many; empty if nothing is known of it
     * @throws TaskCallException if the number is another
     */
    List<Occurrence> history(String key, int n);
}
