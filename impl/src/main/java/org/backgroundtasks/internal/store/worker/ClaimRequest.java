package org.backgroundtasks.internal.store.worker;

import java.time.Duration;
import org.backgroundtasks.internal.store.ClaimFilter;

/**
 * What a claim asks for.
 *
 * @param filter which tasks it may take
 * @param limit how many, and how large
 * @param lease for how long they are held, until renewed
 */
public record ClaimRequest(String queue, ClaimFilter filter, ClaimLimit limit, Duration lease) {

    /** The same with another filter. */
    public ClaimRequest with(ClaimFilter other) {
        return new ClaimRequest(queue, other, limit, lease);
    }

    /** The same with another limit. */
    public ClaimRequest within(ClaimLimit other) {
        return new ClaimRequest(queue, filter, other, lease);
    }
}
