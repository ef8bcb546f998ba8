package org.backgroundtasks.internal.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Looks at tasks. Every method needs an active JTA transaction and sees what that sees; what the
 * database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 */
public interface TaskQueries {

    Optional<TaskInfo> find(TaskId id);

    /**
     * Tasks by their ids, which is roughly those first that were stored last. Without their last
     * errors, which may be long.
     *
     * @param before the last one of the page before; null for the first page
     * @param limit how many at most
     */
    List<TaskInfo> page(TaskFilter filter, @Nullable TaskId before, int limit);

    /** How many tasks there are in each state; nothing of a state that none is in. */
    Map<TaskState, Long> count(TaskFilter filter);

    /** The failed attempts of a task, the first one first. */
    List<TaskFailure> failures(TaskId id);
}
