package org.backgroundtasks.event;

import org.backgroundtasks.TaskId;

/**
 * A worker has claimed a task and is about to run it. If it stops before, or has no thread for it
 * after all, it gives the task back as if it had not been claimed; no event tells of that, and the
 * same attempt is announced again by whoever claims it next.
 *
 * @param id the task
 * @param name its stored name
 * @param queue its queue
 * @param attempt which attempt this is, one or more
 * @param node the worker
 */
public record TaskStarted(TaskId id, String name, String queue, int attempt, String node)
        implements TaskEvent {}
