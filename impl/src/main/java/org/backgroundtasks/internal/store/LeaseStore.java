package org.backgroundtasks.internal.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;

/**
 * What the worker of one node does with tasks. All but {@link #settle} are called without a
 * transaction and commit by themselves; every failure is a {@link
 * org.backgroundtasks.TaskStoreException}. Only the database's clock decides what is due and what
 * has expired.
 */
public interface LeaseStore {

    /** What there is to do, in one cheap statement. */
    Survey survey();

    /** The first queue with READY tasks in the order of names, after the given one. */
    Optional<String> nextReadyQueue(String after);

    /** Moves SCHEDULED tasks that are due to READY, at most {@code limit}; returns how many. */
    int promote(int limit);

    /**
     * Claims the first READY tasks of a queue by priority, then run-at, and counts an attempt of
     * each. Other nodes that claim at the same time are not waited for.
     *
     * @param signatures of the tasks that this node can run
     */
    List<ClaimedTask> claim(String queue, Set<String> signatures, int limit, Duration lease);

    /**
     * Records an outcome if the lease is still held. A task that was asked to stop becomes
     * CANCELLED unless it succeeded. Takes part in a transaction if there is one.
     *
     * @return false if the lease was lost; nothing has changed then
     */
    boolean settle(Lease lease, Outcome outcome);

    /** Extends leases that this node holds. */
    Renewal renew(Collection<Lease> leases, Duration lease);

    /**
     * Takes tasks from workers that let their leases expire.
     *
     * @param maxLosses after how many losses a task is FAILED
     * @return how many were taken
     */
    int reclaim(int limit, int maxLosses, String error);

    /**
     * Deletes tasks that ended longer ago than their retention, at most {@code limit}; returns how
     * many.
     */
    int prune(Duration succeeded, Duration failed, int limit);
}
