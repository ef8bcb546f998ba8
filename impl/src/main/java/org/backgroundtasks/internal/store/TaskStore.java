package org.backgroundtasks.internal.store;

import java.time.Instant;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.NewTask;

/**
 * What callers do with tasks. Every method needs an active JTA transaction and takes part in it;
 * what the database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 */
public interface TaskStore {

    /** The database's time, as far as this node knows it: to some milliseconds, without asking. */
    Instant now();

    /** Whether the database should be asked for its time again, by {@link #askTime}. */
    boolean isClockStale();

    /** Asks the database for its time, in the current transaction and on its connection. */
    void askTime();

    void insert(List<NewTask> tasks);

    /**
     * Stores a task, or returns false if there is one of its id already; the transaction goes on
     * either way. Waits for another transaction that is storing one. Above READ COMMITTED the
     * database may break the transaction off instead, where that one has committed after its begin.
     * On MariaDB and MySQL the row that is there already stays locked for reading until the end of
     * the transaction.
     */
    boolean insertIfAbsent(NewTask task);

    /** Cancels a waiting task, and asks a running one to stop; false if it is neither. */
    boolean cancel(TaskId id);

    /** Brings a failed or cancelled task back; false if it is neither. */
    boolean retry(TaskId id);
}
