package org.backgroundtasks.internal.store.worker;

import org.backgroundtasks.TaskState;

/**
 * Where a task stands after its outcome was recorded.
 *
 * @param isNew whether it was recorded now; if not, it was under the same lease before, and the
 *     answer to that had not come through
 */
public record Standing(TaskState state, boolean isNew) {}
