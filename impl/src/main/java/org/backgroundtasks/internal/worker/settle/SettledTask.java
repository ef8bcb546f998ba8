package org.backgroundtasks.internal.worker.settle;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;

/**
 * A task that has just been settled.
 *
 * @param lease under which it was settled
 * @param state where it stands now: ended, or to be attempted again
 */
public record SettledTask(Lease lease, String name, String queue, TaskState state) {

    public TaskId id() {
        return lease.task();
    }

    static SettledTask of(ClaimedTask task, TaskState state) {
        return new SettledTask(task.lease(), task.name(), task.queue(), state);
    }

    static SettledTask of(Reclaimed task) {
        return new SettledTask(task.lease(), task.name(), task.queue(), task.state());
    }
}
