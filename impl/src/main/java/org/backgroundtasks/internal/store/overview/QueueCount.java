package org.backgroundtasks.internal.store.overview;

import java.time.Instant;
import org.backgroundtasks.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks of a queue are in a state.
 *
 * @param oldestDue the earliest of their run-ats, if that has come
 */
public record QueueCount(String queue, TaskState state, long count, @Nullable Instant oldestDue) {}
