package org.backgroundtasks.event;

import org.backgroundtasks.TaskId;

/**
 * A task's method has returned, and the task is done if the transaction commits.
 *
 * @param id the task
 * @param name its stored name
 * @param queue its queue
 * @param attempt the attempt that succeeded
 * @param node the worker that ran it
 */
public record TaskSucceeded(TaskId id, String name, String queue, int attempt, String node)
        implements TaskEvent {}
