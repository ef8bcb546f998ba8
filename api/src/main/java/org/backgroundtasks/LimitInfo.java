package org.backgroundtasks;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a limit, with the numbers of the node that is asked.
 *
 * @param name the key of a {@link Limit}, or a hash of it, as lanes of tasks keep it; or the name
 *     of the queue
 * @param scope what is limited
 * @param concurrency how many tasks may run at once; 0 for any number
 * @param rate how many may start within {@code per}; 0 for any number
 * @param per in what time; null if there is no rate
 * @param waiting how many of its tasks are {@link TaskState#READY}, whatever holds them back
 * @param running how many have a share of it: they are {@link TaskState#RUNNING}
 * @param holders who they are, at most a hundred of them
 * @param started how many have started within {@code per}; 0 if there is no rate
 */
public record LimitInfo(
        String name,
        Scope scope,
        int concurrency,
        int rate,
        @Nullable Duration per,
        long waiting,
        long running,
        List<TaskId> holders,
        long started) {

    public LimitInfo {
        holders = List.copyOf(holders);
    }

    /** What a limit is for. */
    public enum Scope {
        /** All tasks of a queue. */
        QUEUE,

        /** The tasks of one key. */
        KEY
    }
}
