package org.backgroundtasks.internal.worker.claim;

import java.util.Set;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.worker.limit.ClaimResult;

/** Claims tasks for this node. */
interface Claimant {

    ClaimResult claim(ClaimRequest request);

    /** The queues of READY tasks that have lost a worker, and as many as the filter says. */
    Set<String> queuesOf(ClaimFilter filter);

    /** Gives back what a claim has taken whose answer did not come through. */
    void recover();
}
