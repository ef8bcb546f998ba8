package org.backgroundtasks.internal.store.sql;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.backgroundtasks.internal.task.Lease;

/** A way to extend leases. */
public interface Renewals {

    /** Extends leases, and returns those that are still held. */
    List<Claims.HeldLease> renew(Collection<Lease> leases, Duration lease);
}
