package org.backgroundtasks.internal.worker.lease;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.store.worker.Renewal;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.time.Ticker;

/**
 * Renews the leases of this node, and passes on what it learns: lost leases and cancelled tasks.
 * Those come first that were tried longest ago, so that a database which is too slow for all serves
 * each in turn, and rows that cannot be renewed hold up no others. While it cannot reach the
 * database, a lease counts as lost when it has run out by the time that has passed here.
 */
public final class Heartbeat implements Runnable {

    /** Renewed in one transaction; a few hundred updates can take longer than it may. */
    private static final int BATCH = 100;

    /** In one turn; enough to find a bad one among a hundred by halves. */
    private static final int MOST_FAILURES = 10;

    private final LeaseStore leases;
    private final Probes probes;
    private final RunningTasks running;
    private final Duration lease;
    private final Runnable wrote;
    private final Ticker ticker;
    private int size = BATCH;

    /**
     * Prepares to renew.
     *
     * @param wrote is told each time that the database has taken something
     */
    public Heartbeat(
            WorkerStore store,
            RunningTasks running,
            Duration lease,
            Runnable wrote,
            Ticker ticker) {
        this.leases = store.leases();
        this.probes = store.probes();
        this.running = running;
        this.lease = lease;
        this.wrote = wrote;
        this.ticker = ticker;
    }

    @Override
    public void run() {
        List<Lease> held = running.leasesByTurn();
        if (held.isEmpty()) {
            // As who renews would find out whether the tasks can be changed.
            probes.probeChanging();
            wrote.run();
        } else {
            renewAll(held);
        }
    }

    private void renewAll(List<Lease> held) {
        long before = ticker.nanoTime();
        RuntimeException failure = null;
        int failures = 0;
        boolean isAnyRenewed = false;
        int next = 0;
        while (next < held.size() && failures < MOST_FAILURES && !isLate(before)) {
            List<Lease> batch = held.subList(next, Math.min(next + size, held.size()));
            try {
                renew(batch);
                next += batch.size();
                isAnyRenewed = true;
            } catch (RuntimeException e) {
                // Whichever it is that cannot be renewed, the others are not to suffer for it.
                failure = e;
                failures++;
                next += batch.size() == 1 ? 1 : 0;
                size = Math.max(1, batch.size() / 2);
            }
        }
        if (failures == 0 || failures == MOST_FAILURES) {
            // It is not a single one of them, but the database.
            size = BATCH;
        }
        if (isAnyRenewed) {
            wrote.run();
        }
        running.stopOlderThan(before - lease.toNanos(), StopReason.LEASE_EXPIRED);
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether the next turn is due. */
    private boolean isLate(long since) {
        return ticker.nanoTime() - since > lease.dividedBy(3).toNanos();
    }

    private void renew(List<Lease> held) {
        long before = ticker.nanoTime();
        held.forEach(one -> running.tried(one, before));
        Renewal renewal = leases.renew(held, lease);
        held.forEach(one -> running.renewed(one, before));
        // What was settled meanwhile counts as lost here, but it is no longer running and not
        // found.
        renewal.lost().forEach(lost -> running.stop(lost, StopReason.LEASE_LOST));
        renewal.cancelled().forEach(cancelled -> running.stop(cancelled, StopReason.CANCELLED));
    }
}
