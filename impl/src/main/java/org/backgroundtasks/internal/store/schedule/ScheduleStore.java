package org.backgroundtasks.internal.store.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Fires schedules, and declares them. What the database fails to do is a {@link
 * org.backgroundtasks.TaskStoreException}.
 */
public interface ScheduleStore {

    /**
     * The keys of schedules that are due and can be fired, those first that have been due for
     * longest. One that waits for its last task is left out until that has ended.
     */
    List<String> due(Fireable fireable, int limit);

    /** How long until the next instant of those that can be fired and are not due. */
    Optional<Duration> untilNext(Fireable fireable);

    /**
     * Locks a schedule that is due, in the current JTA transaction.
     *
     * @return empty if it is no longer due, or somebody has locked it; where the database cannot
     *     tell that, it is waited for
     */
    Optional<DueSchedule> lock(String key);

    /** Where the last task of a schedule stands. */
    LastTask lastTask(TaskId task);

    /**
     * Cancels a task that only waits for another attempt, in the current JTA transaction; returns
     * whether it did.
     */
    boolean supersede(TaskId task);

    /**
     * Records what becomes of an instant, in the current JTA transaction.
     *
     * @return false, with nothing done, if that was recorded before
     */
    boolean record(String key, Firing.Entry entry, @Nullable TaskId task);

    /**
     * Moves a schedule on as a firing says, in the current JTA transaction.
     *
     * @param last the latest instant for which a task is stored; null if none is
     * @param lastTask that task
     * @return false, with nothing done, if somebody has changed it since it was read
     */
    boolean moveOn(
            StoredSchedule schedule,
            Firing firing,
            @Nullable Instant last,
            @Nullable TaskId lastTask);

    /**
     * Says that a live node declares schedules, for a while from now on.
     *
     * @return how many of them are stored exactly so
     */
    int refresh(Set<String> definitions, Duration live);

    /**
     * Declares a schedule for a while from now on: stores it, or changes the one that is stored.
     * One whose times are the same as before keeps its next instant.
     */
    Declaration declare(DeclaredSchedule declared, Duration live);

    /** The next instants of a schedule; none if it is not there. */
    List<Instant> next(String key, int limit);

    /** Deletes what was recorded of a schedule but for the newest; returns how much. */
    int trim(String key, int newest);

    /** The keys of schedules that wait for their last tasks. */
    Set<String> waiting();

    /**
     * Deletes what was recorded longer ago than the retention, roughly as much as the limit;
     * returns how much.
     */
    int prune(Duration retention, int limit);

    /** Deletes schedules that no node has declared for the retention; returns how many. */
    int pruneSchedules(Duration retention);
}
