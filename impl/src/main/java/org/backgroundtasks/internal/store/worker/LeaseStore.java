package org.backgroundtasks.internal.store.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.Lease;

/**
 * Renews the leases of this node, and takes tasks from workers that let theirs expire. Each call
 * takes part in a JTA transaction if there is one, and commits by itself if not; what the database
 * fails to do is a {@link org.backgroundtasks.TaskStoreException}. Only the database's clock
 * decides what has expired.
 */
public interface LeaseStore {

    /** All leases that this node holds, as the database knows them. */
    List<Lease> held();

    /** Extends leases that this node holds. */
    Renewal renew(Collection<Lease> leases, Duration lease);

    /**
     * The leases, of any node, that have expired while somebody has their rows locked, so that they
     * could not be renewed.
     */
    List<Lease> lockedAndExpired(int limit);

    /** Who has locked the row of a task, as far as the database knows. */
    Optional<String> holder(TaskId id);

    /**
     * Takes tasks from workers that let their leases expire.
     *
     * @param limit how many at most
     * @param spared leases that are left alone
     */
    List<Reclaimed> reclaim(int limit, ReclaimRules rules, Collection<Lease> spared);

    /**
     * Finds out whether the database takes what {@link #reclaim} would give it now: does the same
     * in a transaction of its own, and rolls that back.
     */
    void tryToReclaim(int limit, ReclaimRules rules, Collection<Lease> spared);
}
