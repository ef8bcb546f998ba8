package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.Collection;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Renewal;
import org.backgroundtasks.internal.task.Lease;

/**
 * Renews the leases of this node, and passes on what it learns: lost leases and cancelled tasks.
 * While it cannot reach the database, a lease counts as lost when it has run out by the time that
 * has passed here.
 */
final class Heartbeat implements Runnable {

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
        Collection<Lease> held = running.leases();
        if (held.isEmpty()) {
            leases.sayPresent();
        } else {
            renew(held);
        }
        wrote.run();
    }

    private void renew(Collection<Lease> held) {
        long before = System.nanoTime();
        try {
            Renewal renewal = leases.renew(held, lease);
            held.forEach(one -> running.renewed(one, before));
            // What was settled meanwhile counts as lost here, but it is no longer running and not
            // found.
            renewal.lost().forEach(lost -> running.stop(lost, StopReason.LEASE_LOST));
            renewal.cancelled().forEach(cancelled -> running.stop(cancelled, StopReason.CANCELLED));
        } catch (RuntimeException e) {
            running.stopOlderThan(before - lease.toNanos(), StopReason.LEASE_EXPIRED);
            throw e;
        }
    }
}
