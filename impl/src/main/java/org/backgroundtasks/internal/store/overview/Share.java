package org.backgroundtasks.internal.store.overview;

import org.backgroundtasks.TaskId;

/**
 * That a RUNNING task has a share of a limit.
 *
 * @param limit its name
 * @param lane of the task, as text
 */
public record Share(String limit, TaskId task, String queue, String signature, String lane) {}
