package org.backgroundtasks.internal.store;

import java.util.Set;
import org.backgroundtasks.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks somebody looks for.
 *
 * @param states in which they are; empty for any
 * @param queue in which they are; null for any
 * @param name of their method; null for any
 */
public record TaskFilter(Set<TaskState> states, @Nullable String queue, @Nullable String name) {

    public TaskFilter {
        states = Set.copyOf(states);
    }

    public static TaskFilter all() {
        return new TaskFilter(Set.of(), null, null);
    }
}
