package org.backgroundtasks.internal.store.worker;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.task.ClaimedTask;

/**
 * Finds and claims due tasks. Each call takes part in a JTA transaction if there is one, and
 * commits by itself if not; what the database fails to do is a {@link
 * org.backgroundtasks.TaskStoreException}. Only the database's clock decides what is due.
 */
public interface ClaimStore {

    /** What there is to do, in one cheap statement. */
    WorkSnapshot snapshot();

    /** The first queue with READY tasks in the order of names, after the given one. */
    Optional<ReadyQueue> nextReadyQueue(String after);

    /** The queues that are paused. */
    Set<String> pausedQueues();

    /** Moves SCHEDULED tasks that are due to READY, at most {@code limit}; returns how many. */
    int promote(int limit);

    /**
     * Claims the first READY tasks of a queue by priority, then run-at, and counts an attempt of
     * each. Other nodes that claim at the same time are not waited for.
     */
    List<ClaimedTask> claim(ClaimRequest request);

    /**
     * Does so and leaves the arguments in the database, as when reading many has failed; see {@link
     * ClaimedTask#isUnread()}.
     */
    List<ClaimedTask> claimUnread(ClaimRequest request);

    /** The arguments of a task, as a JSON array. */
    String arguments(TaskId id);

    /** The queues of READY tasks that have lost a worker, and as many as the filter says. */
    Set<String> queuesOfLosers(ClaimFilter filter);
}
