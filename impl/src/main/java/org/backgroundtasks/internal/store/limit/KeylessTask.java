package org.backgroundtasks.internal.store.limit;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.Invocation;

/**
 * A READY task without keys of limits.
 *
 * @param lane its text
 */
public record KeylessTask(TaskId id, String lane, Invocation call) {}
