package org.backgroundtasks.internal.store.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is done now and then. Each call commits by itself; what the database fails to do is a {@link
 * org.backgroundtasks.TaskStoreException}.
 */
public interface UpkeepStore {

    /**
     * Deletes tasks that ended longer ago than their retention, at most {@code limit}; returns how
     * many.
     */
    int prune(Duration succeeded, Duration failed, int limit);

    /** How long until the first task that has ended can be pruned; empty if none has ended. */
    Optional<Duration> untilPrunable(Duration succeeded, Duration failed);

    /** The tasks that have been READY for longer than a while, by name and signature. */
    List<Waiting> waitingLongerThan(Duration duration);

    /** The queues of RUNNING tasks, of any node. */
    Set<String> runningQueues();

    /**
     * Notes that this node is there, and says once of each other application that shares its rows.
     * To be called now and then, without a transaction.
     */
    void lookForNeighbours();

    /**
     * Ends statements whose connections have fallen silent. To be called again and again, from a
     * thread that nothing else can hold up; it does not wait for the database.
     */
    void abortOverdue();
}
