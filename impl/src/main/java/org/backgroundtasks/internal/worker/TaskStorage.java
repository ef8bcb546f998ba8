package org.backgroundtasks.internal.worker;

import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.Nullable;

/**
 * Stores tasks in the current JTA transaction, tells the observers of them, and wakes whoever can
 * run them once it has committed. For callers, and for what stores tasks from inside the worker.
 * What the database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 */
public interface TaskStorage {

    void store(List<NewTask> tasks);

    /**
     * Stores a task, or returns false if there is one of its id already; see {@link
     * org.backgroundtasks.internal.store.TaskStore#insertIfAbsent}.
     */
    boolean storeIfAbsent(NewTask task);

    /**
     * Takes the keys that their methods give to tasks, before they are stored. None is refused:
     * where a call would be, the other task is kept. Does not wait for callers for long.
     *
     * @param superseded a task that gives its key to one of them if it only waits, and is cancelled
     *     by the caller then; null if there is none
     * @return what has come of each; those of a method that gives none are {@link Taking.Taken} as
     *     they are
     */
    List<Taking> takeKeys(List<NewTask> tasks, @Nullable TaskId superseded);
}
