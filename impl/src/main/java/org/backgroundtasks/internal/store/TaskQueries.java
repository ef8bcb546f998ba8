package org.backgroundtasks.internal.store;

import java.util.List;
import java.util.Optional;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;

/**
 * Looks at tasks. Every method needs an active JTA transaction and sees what that sees; what the
 * database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 */
public interface TaskQueries {

    Optional<TaskInfo> find(TaskId id);

    /** The failed attempts of a task, the first one first. */
    List<TaskFailure> failures(TaskId id);
}
