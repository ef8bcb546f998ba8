package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Renewal;
import org.backgroundtasks.internal.task.Lease;

/**
 * Renews the leases of this node, and passes on what it learns: lost leases and cancelled tasks.
 * The longest unrenewed come first, so that a database which is too slow for all serves each in
 * turn. While it cannot reach the database, a lease counts as lost when it has run out by the time
 * that has passed here.
 */
final class Heartbeat implements Runnable {

    /** Renewed in one transaction; a few hundred updates can take longer than it may. */
    private static final int BATCH = 100;

    private final LeaseStore leases;
    private final RunningTasks running;
    private final Duration lease;
    private final Runnable wrote;

    /**
     * Prepares to renew.
     *
     * @param wrote is told each time that the database has taken something
     */
    Heartbeat(LeaseStore leases, RunningTasks running, Duration lease, Runnable wrote) {
        this.leases = leases;
        this.running = running;
        this.lease = lease;
        this.wrote = wrote;
    }

    @Override
    public void run() {
        List<Lease> held = running.leasesByRenewal();
        if (held.isEmpty()) {
            leases.sayPresent();
        } else {
            renewAll(held);
        }
        wrote.run();
    }

    private void renewAll(List<Lease> held) {
        long before = System.nanoTime();
        RuntimeException failure = null;
        for (int i = 0; i < held.size() && !isLate(before); i += BATCH) {
            try {
                renew(held.subList(i, Math.min(i + BATCH, held.size())));
            } catch (RuntimeException e) {
                // The others are not to suffer for those.
                failure = e;
            }
        }
        if (failure != null) {
            running.stopOlderThan(before - lease.toNanos(), StopReason.LEASE_EXPIRED);
            throw failure;
        }
    }

    /** Whether the next turn is due. */
    private boolean isLate(long since) {
        return System.nanoTime() - since > lease.dividedBy(3).toNanos();
    }

    private void renew(List<Lease> held) {
        long before = System.nanoTime();
        Renewal renewal = leases.renew(held, lease);
        held.forEach(one -> running.renewed(one, before));
        // What was settled meanwhile counts as lost here, but it is no longer running and not
        // found.
        renewal.lost().forEach(lost -> running.stop(lost, StopReason.LEASE_LOST));
        renewal.cancelled().forEach(cancelled -> running.stop(cancelled, StopReason.CANCELLED));
    }
}
