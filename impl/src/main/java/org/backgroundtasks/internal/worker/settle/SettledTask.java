package org.backgroundtasks.internal.worker.settle;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.task.ClaimedTask;

/**
 * A task that has just been settled.
 *
 * @param state where it stands now: ended, or to be attempted again
 */
public record SettledTask(TaskId id, String name, String queue, TaskState state) {

    static SettledTask of(ClaimedTask task, TaskState state) {
        return new SettledTask(task.id(), task.name(), task.queue(), state);
    }

    static SettledTask of(Reclaimed task) {
        return new SettledTask(task.id(), task.name(), task.queue(), task.state());
    }
}
