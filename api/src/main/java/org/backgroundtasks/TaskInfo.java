package org.backgroundtasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a stored task. All times are the database's.
 *
 * @param id the task
 * @param name the stored name: {@link Background#name()} or {@code fully.qualified.Class.method}
 * @param queue the queue that it waits in
 * @param priority the order within the queue, higher first
 * @param state where it stands
 * @param runAt the earliest start of the next attempt, or of the last one when it has ended
 * @param createdAt when the call was made
 * @param createdBy the name of the principal that made the call, at most its first 255 characters,
 *     or null for nobody, as in a call out of a task
 * @param startedAt when a worker last claimed it, or null before the first
 * @param finishedAt when it became SUCCEEDED, FAILED or CANCELLED, or null before that
 * @param attempts how many attempts were claimed, the present one included; one that was given back
 *     before its end does not count, and {@link TaskScheduler#retry} counts anew
 * @param maxAttempts how many there may be
 * @param node the node that claimed the last attempt, or null before the first
 * @param lastError what the last failed attempt threw, with its stack trace, or null if none failed
 * @param label what people call it, as given by {@link TaskRequest#label}, or null
 * @param key by which it is {@linkplain Unique unique}, or a hash of it, or null
 * @param group that {@linkplain Fair takes turns} with others, or a hash of it, or null
 */
public record TaskInfo(
        TaskId id,
        String name,
        String queue,
        int priority,
        TaskState state,
        Instant runAt,
        Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int attempts,
        int maxAttempts,
        @Nullable String node,
        @Nullable String lastError,
        @Nullable String label,
        @Nullable String key,
        @Nullable String group) {}
