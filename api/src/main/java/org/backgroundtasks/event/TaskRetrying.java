package org.backgroundtasks.event;

import java.time.Duration;
import org.backgroundtasks.TaskId;

/**
 * An attempt has failed, or has lost its worker, and another one follows.
 *
 * @param id the task
 * @param name its stored name
 * @param queue its queue
 * @param attempt the attempt that failed
 * @param node the worker that ran it
 * @param error what it threw, with its stack trace, or that its worker was lost
 * @param delay until the next attempt is due; zero after the loss of a worker
 */
public record TaskRetrying(
        TaskId id,
        String name,
        String queue,
        int attempt,
        String node,
        String error,
        Duration delay)
        implements TaskEvent {}
