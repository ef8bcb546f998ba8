package org.backgroundtasks.internal.store.worker;

import java.util.Set;

/**
 * How tasks are taken from workers that let their leases expire.
 *
 * @param maxLosses after how many losses a task is FAILED
 * @param signatures of the methods that this node has; what it does not have it fails never
 * @param error what is recorded of the attempt
 */
public record ReclaimRules(int maxLosses, Set<String> signatures, String error) {}
