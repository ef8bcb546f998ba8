package org.backgroundtasks.internal.store.limit;

import java.time.Instant;
import java.util.Comparator;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.Lease;

/**
 * A READY task that takes turns.
 *
 * @param lease its id, and the number of its last one
 * @param lane its text
 * @param size of the arguments, in bytes
 */
public record LaneTask(
        Lease lease, String lane, String signature, int priority, Instant runAt, long size) {

    /** Higher priorities first, then earlier run-ats. */
    public static final Comparator<LaneTask> ORDER =
            Comparator.comparing(LaneTask::priority)
                    .reversed()
                    .thenComparing(LaneTask::runAt)
                    .thenComparing(task -> task.id().toString());

    /** The group that takes turns with others; empty if it is in none. */
    public String group() {
        return Lane.groupOf(lane);
    }

    public TaskId id() {
        return lease.task();
    }
}
