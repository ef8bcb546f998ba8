package org.backgroundtasks.event;

import org.backgroundtasks.TaskId;

/**
 * A task is FAILED: its last attempt has failed, it has lost its worker too often, or another
 * attempt is pointless.
 *
 * @param id the task
 * @param name its stored name
 * @param queue its queue
 * @param attempt the attempt that failed
 * @param node the worker that ran it
 * @param error what it threw, with its stack trace, or that its worker was lost
 */
public record TaskFailed(
        TaskId id, String name, String queue, int attempt, String node, String error)
        implements TaskEvent {}
