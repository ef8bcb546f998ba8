package org.backgroundtasks.internal.store.limit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.task.ClaimedTask;

/**
 * Finds and claims due tasks that take turns. Each call takes part in a JTA transaction if there is
 * one, and commits by itself if not.
 */
public interface LaneStore {

    /** Whether a queue has READY tasks in a lane. */
    boolean hasLanes(String queue);

    /** Lanes of a queue that have READY tasks, in the order of their texts, after the given one. */
    List<String> lanes(String queue, String after, int most);

    /**
     * The first READY tasks of lanes by priority, then run-at; all of them in that order.
     *
     * @param lanes with how many of each at most
     */
    List<LaneTask> first(String queue, ClaimFilter filter, Map<String, Integer> lanes);

    /** How much of limits is taken, by their names. What nobody has used yet is noted. */
    Map<String, LimitState> states(Collection<HeldLimit> limits);

    /**
     * Claims tasks, and counts their starts.
     *
     * @return empty, with nothing claimed, if one of the limits has changed since it was seen, or
     *     another is about to change it; without the tasks that are no longer READY
     */
    Optional<List<ClaimedTask>> claim(LaneClaim claim, Duration lease);

    /** Lanes of a queue that have READY tasks which a filter lets in by what they have lost. */
    List<String> lanesOfLosers(String queue, ClaimFilter filter, int most);

    /** READY tasks of some signatures that have no keys of limits. */
    List<KeylessTask> keyless(Collection<String> signatures, int most);

    /** Puts a READY task into another lane, if it is in the given one. */
    void move(TaskId id, String from, String to);

    /** Deletes what nobody has used for long; returns how much. */
    int prune(int most);
}
