package org.backgroundtasks.internal.task;

import org.backgroundtasks.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * A task that this node has claimed.
 *
 * @param losses how many workers it has lost
 */
public record ClaimedTask(
        Lease lease,
        String queue,
        Invocation invocation,
        int attempt,
        int maxAttempts,
        @Nullable String createdBy,
        int losses) {

    /** In the place of arguments that the claim has left in the database; no JSON. */
    public static final String UNREAD = "";

    public TaskId id() {
        return lease.task();
    }

    public String name() {
        return invocation.name();
    }

    /** How many bytes its arguments have at most in UTF-8, by their length alone. */
    public long mostBytes() {
        return 3L * invocation.arguments().length();
    }

    public boolean isUnread() {
        return invocation.arguments().equals(UNREAD);
    }

    public boolean isLastAttempt() {
        return attempt >= maxAttempts;
    }
}
