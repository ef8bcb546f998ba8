package org.backgroundtasks.internal.store.worker;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;

/**
 * Records what became of tasks whose leases are held. Each call takes part in a JTA transaction if
 * there is one, and commits by itself if not; what the database fails to do is a {@link
 * org.backgroundtasks.TaskStoreException}.
 */
public interface SettleStore {

    /**
     * Records an outcome if the lease is still held. A task that was asked to stop becomes
     * CANCELLED unless it succeeded.
     *
     * @return where the task stands now; empty if the lease was lost, and then nothing has changed.
     *     What was recorded under the same lease before is told again, unless it is a success that
     *     is to be recorded: that must not be done twice
     */
    Optional<Standing> settle(Lease lease, Outcome outcome);

    /**
     * Records success in the current JTA transaction, which goes on whatever comes of it: a row
     * that somebody has locked can be asked for again.
     */
    Settled succeed(Lease lease);

    /**
     * Records success of many, in one statement; leaves out rows that somebody has locked. Nothing
     * changes for leases that are no longer held.
     */
    Recorded succeedUnlocked(Collection<Lease> leases);

    /**
     * Those of the leases under which success has been recorded; waits for transactions that have
     * changed their rows and not yet committed.
     */
    Set<Lease> succeeded(Collection<Lease> leases);

    /**
     * Gives many back, as if they had not been claimed; leaves out rows that somebody has locked.
     *
     * @return where those stand that were given back: READY, or CANCELLED if they were asked to
     *     stop; nothing has changed for the others
     */
    Map<Lease, TaskState> releaseUnlocked(Collection<Lease> leases);
}
