package org.backgroundtasks.internal.task;

import org.backgroundtasks.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * A task that this node has claimed.
 *
 * @param losses how many workers it has lost
 * @param metadata what features keep with it: an object in JSON, or null
 * @param snoozes how often its body has put it off
 * @param unreadBytes how many bytes of arguments the claim has left in the database; zero if it has
 *     read them
 */
public record ClaimedTask(
        Lease lease,
        String queue,
        Invocation invocation,
        int attempt,
        int maxAttempts,
        @Nullable String createdBy,
        int losses,
        @Nullable String metadata,
        int snoozes,
        long unreadBytes) {

    public TaskId id() {
        return lease.task();
    }

    public String name() {
        return invocation.name();
    }

    /** How many bytes its arguments have at most in UTF-8, by their length alone. */
    public long mostBytes() {
        return isUnread() ? unreadBytes : 3L * invocation.arguments().length();
    }

    /** Whether its arguments are still to be read. */
    public boolean isUnread() {
        return unreadBytes > 0;
    }

    public boolean isLastAttempt() {
        return attempt >= maxAttempts;
    }
}
