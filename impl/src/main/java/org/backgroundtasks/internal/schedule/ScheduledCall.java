package org.backgroundtasks.internal.schedule;

import java.time.Instant;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule stores a task of, each time.
 *
 * @param createdBy who has made the schedule; null for nobody
 */
public record ScheduledCall(
        Invocation invocation,
        String queue,
        int priority,
        int maxAttempts,
        @Nullable String createdBy) {

    /** A call of a method as it is declared. */
    public static ScheduledCall of(
            Invocation invocation, TaskOptions declared, @Nullable String createdBy) {
        return new ScheduledCall(
                invocation,
                declared.queue(),
                declared.priority(),
                declared.maxAttempts(),
                createdBy);
    }

    /** A task of it; all times are of the database's clock. */
    public NewTask task(
            TaskId id,
            Instant now,
            Instant runAt,
            @Nullable String askedBy,
            @Nullable String metadata) {
        return new NewTask(
                id, invocation, queue, priority, maxAttempts, now, runAt, askedBy, null, metadata);
    }
}
