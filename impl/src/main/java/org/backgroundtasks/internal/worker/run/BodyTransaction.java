package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.backgroundtasks.internal.store.worker.Recorded;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.worker.Transactions;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.settle.Settlement;

/** The transaction that bodies share with the record of their success. */
public final class BodyTransaction {

    private static final Duration LOCKED_PAUSE = Duration.ofMillis(100);

    private final Transactions transactions;
    private final Settlement settlement;

    public BodyTransaction(Transactions transactions, Settlement settlement) {
        this.transactions = transactions;
        this.settlement = settlement;
    }

    /** Begins one; returns what tells it from every other. */
    Object begin() throws Exception {
        return transactions.begin();
    }

    /**
     * Records success in the transaction of the bodies. Somebody who has locked a row, as a caller
     * that has asked the task to end and has not committed, is waited for as long as the lease is
     * held: what the body has done is not to be done again.
     */
    Set<Lease> succeed(List<RunningTask> tasks, Object own) throws Exception {
        Recorded recorded = settlement.succeedWithBodies(RunningTasks.claimed(tasks));
        Set<Lease> succeeded = new HashSet<>(recorded.succeeded());
        for (RunningTask running : RunningTasks.those(tasks, recorded.locked())) {
            // Of many, each is asked for by itself first.
            if (succeeds(running, own, tasks.size() == 1)) {
                succeeded.add(running.lease());
            }
        }
        return succeeded;
    }

    private boolean succeeds(RunningTask running, Object own, boolean isLocked) throws Exception {
        boolean waits = isLocked;
        while (true) {
            if (waits) {
                if (!running.pause(LOCKED_PAUSE)) {
                    throw new CancellationException("while somebody has locked the task");
                }
                requireCommittable(own, running);
            }
            Recorded recorded = settlement.succeedWithBodies(List.of(running.task()));
            if (recorded.locked().isEmpty()) {
                return !recorded.succeeded().isEmpty();
            }
            waits = true;
        }
    }

    /** Throws if the body has marked it for rollback, or ended it. */
    void requireCommittable(Object own, RunningTask running) throws Exception {
        if (!own.equals(transactions.committable())) {
            throw WorkerMessages.LOG.rolledBack(running.age());
        }
    }

    /**
     * Tells whom it concerns that tasks have succeeded, and commits.
     *
     * @throws EventPublisher.SpoiledException if the observers have left it unable to commit; it is
     *     to be rolled back
     */
    void commit(Object own, List<RunningTask> succeeded, boolean isTold) throws Exception {
        settlement.commit(own, RunningTasks.claimed(succeeded), isTold);
    }

    void rollback() {
        transactions.rollback();
    }
}
