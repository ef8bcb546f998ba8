package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.Collection;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Renewal;
import org.backgroundtasks.internal.task.Lease;

/**
 * Renews the leases of this node, and passes on what it learns: lost leases and cancelled tasks.
 */
final class Heartbeat implements Runnable {

    private final LeaseStore leases;
    private final RunningTasks running;
    private final Duration lease;

    Heartbeat(LeaseStore leases, RunningTasks running, Duration lease) {
        this.leases = leases;
        this.running = running;
        this.lease = lease;
    }

    @Override
    public void run() {
        Collection<Lease> held = running.leases();
        Renewal renewal = leases.renew(held, lease);
        // What was settled meanwhile counts as lost here, but it is no longer running and not
        // found.
        renewal.lost().forEach(lost -> running.stop(lost, StopReason.LEASE_LOST));
        renewal.cancelled().forEach(cancelled -> running.stop(cancelled, StopReason.CANCELLED));
    }
}
