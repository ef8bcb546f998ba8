package org.backgroundtasks.internal.store.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;

/**
 * What callers do with schedules. Every method needs an active JTA transaction and takes part in
 * it; what the database fails to do is a {@link org.backgroundtasks.TaskStoreException}. A declared
 * schedule that no live node declares is not there.
 */
public interface ScheduleBook {

    /**
     * Stores a schedule, in place of one of the same key that was made at run time, too. One whose
     * times are the same as before keeps its next instant.
     *
     * @param schedule has a zone
     * @param first its next instant, if it is new or its times are others
     * @return false, with nothing done, if a method declares one of that key
     */
    boolean put(String key, ScheduledCall call, Schedule schedule, Instant first);

    /** Removes a schedule that was made at run time; returns whether there was one. */
    boolean remove(String key);

    /** Pauses or resumes a schedule; returns whether there is one. */
    boolean setPaused(String key, boolean isPaused);

    Optional<StoredSchedule> find(String key);

    /** All, by their keys. */
    List<StoredSchedule> list();

    /** What has become of the instants of a schedule, the newest first. */
    List<Occurrence> history(String key, int limit);
}
