package org.backgroundtasks.internal.store;

import java.util.Set;

/**
 * Which tasks a claim may take.
 *
 * @param signatures of the methods that this node has
 * @param minLosses how many workers the task has lost at least
 * @param maxLosses how many at most
 */
public record ClaimFilter(Set<String> signatures, int minLosses, int maxLosses) {

    public ClaimFilter {
        signatures = Set.copyOf(signatures);
    }

    public static ClaimFilter all(Set<String> signatures) {
        return new ClaimFilter(signatures, 0, Integer.MAX_VALUE);
    }
}
