package org.backgroundtasks.internal.store.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.backgroundtasks.internal.task.Lease;

/** A way to extend leases of this node. */
public interface Renewals {

    /** Extends leases, and returns those that are still held. */
    List<HeldLease> renew(Collection<Lease> leases, Duration lease);

    /** What this node holds now of the tasks of these leases; waits for nobody. */
    List<HeldLease> held(Collection<Lease> leases);
}
