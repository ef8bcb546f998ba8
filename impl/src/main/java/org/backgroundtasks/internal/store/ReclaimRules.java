package org.backgroundtasks.internal.store;

import java.time.Duration;
import java.util.Set;

/**
 * How tasks are taken from workers that let their leases expire.
 *
 * @param maxLosses after how many losses a task is FAILED
 * @param signatures of the methods that this node has; what it does not have it fails never
 * @param patience how long the first row may keep it waiting; who has waited longer than that finds
 *     that others have waited, too, who would have renewed
 * @param error what is recorded of the attempt
 */
public record ReclaimRules(
        int maxLosses, Set<String> signatures, Duration patience, String error) {}
