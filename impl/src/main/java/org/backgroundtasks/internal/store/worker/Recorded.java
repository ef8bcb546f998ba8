package org.backgroundtasks.internal.store.worker;

import java.util.Set;
import org.backgroundtasks.internal.task.Lease;

/**
 * What has become of the success of many; whose lease is in neither set has lost it.
 *
 * @param succeeded whose success is recorded
 * @param locked whose lease is held, and whose row somebody has locked
 */
public record Recorded(Set<Lease> succeeded, Set<Lease> locked) {}
