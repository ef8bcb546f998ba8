package org.backgroundtasks.internal.worker.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.WorkerMessages;

/** Leases that have expired while somebody had the rows of their tasks locked. */
final class LockedLeases {

    private static final int MOST = 1_000;
    private static final long SAID = Long.MAX_VALUE;

    private final LeaseStore leases;
    private final Duration lease;
    private final Ticker ticker;
    private final Map<Lease, Long> spared = new HashMap<>();
    private final Map<Lease, Long> lockedSince = new HashMap<>();

    LockedLeases(LeaseStore leases, Duration lease, Ticker ticker) {
        this.leases = leases;
        this.lease = lease;
        this.ticker = ticker;
    }

    /** Leaves one alone for the time of a lease. */
    void spare(Lease one) {
        spared.put(one, ticker.nanoTime() + lease.toNanos());
    }

    /** Those that are left alone for now. */
    Set<Lease> spared() {
        return spared.keySet();
    }

    /**
     * Whose row somebody has locked could not renew its lease. When the row is free again it gets
     * the time to.
     */
    void look() {
        long now = ticker.nanoTime();
        long until = now + lease.dividedBy(2).toNanos();
        List<Lease> locked = leases.lockedAndExpired(MOST);
        locked.forEach(one -> spared.put(one, until));
        spared.values().removeIf(end -> end - now < 0);
        sayLocked(locked, now);
    }

    /** Says once of each row that it has been locked for the time of a lease, and by whom. */
    private void sayLocked(List<Lease> locked, long now) {
        lockedSince.keySet().retainAll(locked);
        for (Lease one : locked) {
            Long since = lockedSince.putIfAbsent(one, now);
            if (since != null && since != SAID && now - since > lease.toNanos()) {
                lockedSince.put(one, SAID);
                WorkerMessages.LOG.lockedAndExpired(
                        one.task(), leases.holder(one.task()).orElse("another transaction"));
            }
        }
    }
}
