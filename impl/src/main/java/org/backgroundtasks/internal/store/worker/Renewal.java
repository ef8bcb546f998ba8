package org.backgroundtasks.internal.store.worker;

import java.util.Set;
import org.backgroundtasks.internal.task.Lease;

/**
 * The answer to a renewal.
 *
 * @param lost leases that are no longer held
 * @param cancelled leases that are held of tasks that were asked to stop
 */
public record Renewal(Set<Lease> lost, Set<Lease> cancelled) {}
