package org.backgroundtasks.internal.schedule;

import org.backgroundtasks.internal.task.Invocation;
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
        @Nullable String createdBy) {}
