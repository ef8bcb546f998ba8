package org.backgroundtasks.internal.task;

import java.time.Instant;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * A task that is about to be stored. Both times are of the database's clock.
 *
 * @param label what people call it; null if they do not
 * @param metadata what features keep with it: an object in JSON of at most {@link
 *     #LONGEST_METADATA} bytes; null if there is nothing
 */
public record NewTask(
        TaskId id,
        Invocation invocation,
        String queue,
        int priority,
        int maxAttempts,
        Instant createdAt,
        Instant runAt,
        @Nullable String createdBy,
        @Nullable String label,
        @Nullable String metadata) {

    /** In bytes of UTF-8. */
    public static final int LONGEST_METADATA = 2_000;

    public TaskState state() {
        return runAt.isAfter(createdAt) ? TaskState.SCHEDULED : TaskState.READY;
    }
}
