package org.backgroundtasks.internal.store.key;

import java.util.List;
import java.util.Optional;
import org.backgroundtasks.TaskId;

/**
 * What callers do with keys. Every method needs an active JTA transaction and takes part in it;
 * what the database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 *
 * <p>A key is had, not given back: by a task that has not ended, or has not been claimed, as its
 * {@link org.backgroundtasks.Until} says, and within its period. So no crash can leave one behind.
 */
public interface KeyBook {

    /**
     * Takes the keys of tasks, in one order for all callers. Waits for another transaction that has
     * taken one of them. The tasks that are {@link Taking.Taken} are for the caller to store, in
     * the same transaction.
     *
     * @return in the order of the tasks; if one is {@link Taking.Refused}, no key was taken and
     *     nothing was changed
     */
    List<Taking> take(List<KeyedTask> tasks);

    /**
     * Takes the key of a task that has ended and is to be brought back, if it had one.
     *
     * @return the other task that has the key now; then nothing was changed
     */
    Optional<TaskId> retake(TaskId ended);
}
