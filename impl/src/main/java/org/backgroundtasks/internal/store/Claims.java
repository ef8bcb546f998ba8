package org.backgroundtasks.internal.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;

/** Claiming and renewing, where databases differ most. */
interface Claims {

    List<ClaimedTask> claim(String queue, Wanted wanted, int limit, Duration lease);

    /** Extends leases, and returns those that are still held. */
    List<HeldLease> renew(Collection<Lease> leases, Duration lease);

    /** Records success, and returns the leases that were still held. */
    Set<Lease> succeed(Collection<Lease> leases);

    /** A lease that is held, of a task that was perhaps asked to stop. */
    record HeldLease(Lease lease, boolean cancelRequested) {}
}
