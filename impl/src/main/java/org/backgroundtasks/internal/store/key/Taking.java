package org.backgroundtasks.internal.store.key;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.NewTask;

/** What has come of taking the key of a task. */
public sealed interface Taking {

    /** The task that has the key now. */
    TaskId holder();

    /** The key is taken, and the task is to be stored, perhaps at another time, or to wait. */
    record Taken(NewTask task) implements Taking {
        @Override
        public TaskId holder() {
            return task.id();
        }
    }

    /** Another task has the key, and is as it was. */
    record Kept(TaskId holder) implements Taking {}

    /** Another task has the key, and was changed. */
    record Replaced(TaskId holder, NewTask by) implements Taking {}

    /** Another task has the key, and there should be none. */
    record Refused(TaskId holder) implements Taking {}
}
