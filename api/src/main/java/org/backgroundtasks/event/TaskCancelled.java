package org.backgroundtasks.event;

import org.backgroundtasks.TaskId;

/**
 * A task is CANCELLED: it was waiting, or it ran and has stopped without success.
 *
 * @param id the task
 * @param name its stored name
 * @param queue its queue
 */
public record TaskCancelled(TaskId id, String name, String queue) implements TaskEvent {}
