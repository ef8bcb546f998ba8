package org.backgroundtasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A failed attempt of a task, kept as long as the task is. All times are the database's.
 *
 * @param attempt which attempt it was, one or more; {@link TaskScheduler#retry} counts anew
 * @param startedAt when it began
 * @param failedAt when the failure was recorded; after a crash, when another worker noticed it
 * @param node the worker that ran it
 * @param error what it threw, with its stack trace, or that its worker was lost; cut after 16,000
 *     characters
 */
public record TaskFailure(
        int attempt,
        @Nullable Instant startedAt,
        Instant failedAt,
        @Nullable String node,
        String error) {}
