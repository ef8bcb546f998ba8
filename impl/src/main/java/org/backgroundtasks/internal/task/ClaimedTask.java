package org.backgroundtasks.internal.task;

import org.jspecify.annotations.Nullable;

/** A task that this node has claimed. */
public record ClaimedTask(
        Lease lease,
        Invocation invocation,
        int attempt,
        int maxAttempts,
        @Nullable String createdBy) {

    public boolean isLastAttempt() {
        return attempt >= maxAttempts;
    }
}
