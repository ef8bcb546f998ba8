package org.backgroundtasks.internal.worker.lease;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.ReclaimRules;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.job.GuardedJob;
import org.backgroundtasks.internal.worker.settle.SettleHookException;
import org.backgroundtasks.internal.worker.settle.SettledTask;
import org.backgroundtasks.internal.worker.settle.Settlement;

/** Takes tasks from workers that let their leases expire, when others have had time to renew. */
public final class Reclaimer {

    private static final int BATCH = 100;

    /** In one turn; enough to find a bad one among a hundred by halves. */
    private static final int MOST_FAILURES = 10;

    private final LeaseStore leases;
    private final Duration lease;
    private final DatabaseWatch database;
    private final LockedLeases locked;
    private final TaskDefinitions definitions;
    private final int maxLosses;
    private final Settlement settlement;
    private boolean isInDoubt;

    public Reclaimer(
            LeaseStore leases,
            WorkerSettings settings,
            TaskDefinitions definitions,
            DatabaseWatch database,
            Settlement settlement,
            Ticker ticker) {
        this.leases = leases;
        this.lease = settings.lease();
        this.database = database;
        this.locked = new LockedLeases(leases, lease, ticker);
        this.definitions = definitions;
        this.maxLosses = settings.maxLosses();
        this.settlement = settlement;
    }

    private ReclaimRules rules() {
        return new ReclaimRules(
                maxLosses, definitions.signatures(), WorkerMessages.LOG.workerLost());
    }

    /** How long nothing is to be expected of it; it should be asked again then. */
    public Duration looksIn() {
        Duration step = lease.dividedBy(6);
        Duration waits = database.waits();
        if (!waits.isZero()) {
            // Meanwhile it is to see that the database goes on answering.
            return Durations.shorter(waits, step);
        }
        return locked.spared().isEmpty() ? Duration.ZERO : step;
    }

    /**
     * Takes what there is to take; returns whether there was any. A database can take heartbeats of
     * nodes that run nothing and not these rows, when its disk is full. Then nobody could renew
     * their leases either, and gets the time to once they are taken again.
     */
    public boolean reclaim() {
        if (isInDoubt) {
            leases.tryToReclaim(BATCH, rules(), locked.spared());
            isInDoubt = false;
            database.letOthersRenew();
            return false;
        }
        isInDoubt = true;
        boolean reclaimed = reclaimAll();
        isInDoubt = false;
        return reclaimed;
    }

    private boolean reclaimAll() {
        locked.look();
        int total = 0;
        int failures = 0;
        int size = BATCH;
        boolean isMore = true;
        while (isMore && failures < MOST_FAILURES) {
            try {
                int taken = reclaim(size);
                total += taken;
                isMore = taken == size;
                size = Math.min(2 * size, BATCH);
            } catch (SettleHookException e) {
                // Whichever it is that a hook cannot follow, the others are taken.
                failures++;
                if (size == 1) {
                    e.tasks().forEach(task -> leave(task, e));
                }
                size = Math.max(1, size / 2);
            }
            GuardedJob.goesOn();
        }
        if (total > 0) {
            WorkerMessages.LOG.reclaimed(total);
        }
        return total > 0;
    }

    private int reclaim(int size) {
        List<Reclaimed> batch = settlement.reclaim(size, rules(), locked.spared());
        batch.stream()
                .filter(task -> task.state() == TaskState.FAILED)
                .forEach(
                        task ->
                                WorkerMessages.LOG.failedByLosses(
                                        task.id(), task.name(), task.attempt()));
        return batch.size();
    }

    private void leave(SettledTask task, SettleHookException failure) {
        WorkerMessages.LOG.notReclaimed(task.id(), task.name(), failure.getCause());
        locked.spare(task.lease());
    }
}
