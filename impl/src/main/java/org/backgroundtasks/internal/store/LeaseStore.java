package org.backgroundtasks.internal.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;

/**
 * What the worker of one node does with tasks. Each call takes part in a JTA transaction if there
 * is one, and commits by itself if not; what the database fails to do is a {@link
 * org.backgroundtasks.TaskStoreException}. Only the database's clock decides what is due and what
 * has expired.
 */
public interface LeaseStore {

    /** What there is to do, in one cheap statement. */
    Survey survey();

    /**
     * Makes a JTA transaction that has only begun one at READ COMMITTED, where the data source is
     * set to more and the database can: stricter levels break off changes of the worker for
     * nothing.
     */
    void relaxTransaction();

    /** Asks the database for an answer, in the current transaction. */
    void probe();

    /**
     * Changes no task, in one statement, without a transaction. A database can answer and not take
     * even that, as one that stands by, or whose table of tasks somebody has locked.
     */
    void probeChanging();

    /**
     * Does so, and writes that this node is there: not taken by one whose disk is full, either.
     *
     * @param connected is run when there is a connection
     */
    void probeWriting(Runnable connected);

    /**
     * Finds out whether the database takes a change of the row of a lease: changes it in a
     * transaction of its own, and rolls that back.
     */
    void tryToChange(Lease lease);

    /** Who has locked the row of a task, as far as the database knows. */
    Optional<String> holder(TaskId id);

    /**
     * Ends statements whose connections have fallen silent. To be called again and again, from a
     * thread that nothing else can hold up; it does not wait for the database.
     */
    void abortOverdue();

    /**
     * Notes that this node is there, and says once of each other application that shares its rows.
     * To be called now and then, without a transaction.
     */
    void lookForNeighbours();

    /** The first queue with READY tasks in the order of names, after the given one. */
    Optional<String> nextReadyQueue(String after);

    /** Moves SCHEDULED tasks that are due to READY, at most {@code limit}; returns how many. */
    int promote(int limit);

    /**
     * Claims the first READY tasks of a queue by priority, then run-at, and counts an attempt of
     * each. Other nodes that claim at the same time are not waited for.
     */
    List<ClaimedTask> claim(String queue, Wanted wanted, Room room, Duration lease);

    /**
     * Claims the first READY task of a queue and leaves its arguments in the database, as when
     * reading many has failed; see {@link ClaimedTask#isUnread()}.
     */
    List<ClaimedTask> claimUnread(String queue, Wanted wanted, Duration lease);

    /** The arguments of a task, as a JSON array. */
    String arguments(TaskId id);

    /** All leases that this node holds, as the database knows them. */
    List<Lease> held();

    /** The queues of READY tasks that have lost a worker, and as many as are wanted. */
    Set<String> queuesOfLosers(Wanted wanted);

    /** The queues of RUNNING tasks, of any node. */
    Set<String> runningQueues();

    /** The tasks that have been READY for longer than a while, by name and signature. */
    List<Waiting> waitingLongerThan(Duration duration);

    /**
     * Records an outcome if the lease is still held. A task that was asked to stop becomes
     * CANCELLED unless it succeeded.
     *
     * @return where the task stands now; empty if the lease was lost, and then nothing has changed.
     *     What was recorded under the same lease before is told again, unless it is a success that
     *     is to be recorded: that must not be done twice
     */
    Optional<TaskState> settle(Lease lease, Outcome outcome);

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

    /** Extends leases that this node holds. */
    Renewal renew(Collection<Lease> leases, Duration lease);

    /**
     * The leases, of any node, that have expired while somebody has their rows locked, so that they
     * could not be renewed.
     */
    List<Lease> lockedAndExpired(int limit);

    /**
     * Takes tasks from workers that let their leases expire.
     *
     * @param limit how many at most, or a few more
     * @param spared leases that are left alone
     */
    List<Reclaimed> reclaim(int limit, ReclaimRules rules, Collection<Lease> spared);

    /**
     * Finds out whether the database takes what {@link #reclaim} would give it now: does the same
     * in a transaction of its own, and rolls that back.
     */
    void tryToReclaim(int limit, ReclaimRules rules, Collection<Lease> spared);

    /**
     * Deletes tasks that ended longer ago than their retention, at most {@code limit}; returns how
     * many.
     */
    int prune(Duration succeeded, Duration failed, int limit);

    /** How long until the first task that has ended can be pruned; empty if none has ended. */
    Optional<Duration> untilPrunable(Duration succeeded, Duration failed);
}
