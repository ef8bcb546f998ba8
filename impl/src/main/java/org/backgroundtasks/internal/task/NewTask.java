package org.backgroundtasks.internal.task;

import java.time.Instant;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.jspecify.annotations.Nullable;

/** A task that is about to be stored. Both times are of the database's clock. */
public record NewTask(
        TaskId id,
        Invocation invocation,
        String queue,
        int priority,
        int maxAttempts,
        Instant createdAt,
        Instant runAt,
        @Nullable String createdBy) {

    public TaskState state() {
        return runAt.isAfter(createdAt) ? TaskState.SCHEDULED : TaskState.READY;
    }
}
