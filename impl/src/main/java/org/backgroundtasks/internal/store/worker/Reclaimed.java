package org.backgroundtasks.internal.store.worker;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.Lease;
import org.jspecify.annotations.Nullable;

/**
 * A task that was taken from a worker whose lease had expired.
 *
 * @param lease the one that had expired
 * @param attempt the one that was lost
 * @param node the worker that lost it
 * @param state where it stands now
 */
public record Reclaimed(
        Lease lease,
        String name,
        String queue,
        int attempt,
        @Nullable String node,
        TaskState state) {

    public TaskId id() {
        return lease.task();
    }
}
