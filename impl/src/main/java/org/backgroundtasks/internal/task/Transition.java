package org.backgroundtasks.internal.task;

import static org.backgroundtasks.TaskState.BLOCKED;
import static org.backgroundtasks.TaskState.CANCELLED;
import static org.backgroundtasks.TaskState.FAILED;
import static org.backgroundtasks.TaskState.READY;
import static org.backgroundtasks.TaskState.RUNNING;
import static org.backgroundtasks.TaskState.SCHEDULED;
import static org.backgroundtasks.TaskState.SUCCEEDED;

import java.util.Set;
import org.backgroundtasks.TaskState;

/**
 * The one table of what may happen to a task. Every statement that changes a state takes its {@code
 * where} and its {@code set} from here, so what is not listed cannot be written.
 */
public enum Transition {
    UNBLOCK(SCHEDULED, BLOCKED),
    PROMOTE(READY, SCHEDULED),
    CLAIM(RUNNING, READY),

    SUCCEED(SUCCEEDED, RUNNING),
    RETRY(SCHEDULED, RUNNING),
    SNOOZE(SCHEDULED, RUNNING),
    FAIL(FAILED, RUNNING),
    RELEASE(READY, RUNNING),
    RECLAIM(READY, RUNNING),
    FAIL_RECLAIMED(FAILED, RUNNING),
    CANCEL_RUNNING(CANCELLED, RUNNING),

    REPLACE_BLOCKED(BLOCKED, BLOCKED),
    POSTPONE(SCHEDULED, SCHEDULED, READY),
    ADVANCE(READY, SCHEDULED, READY),
    CANCEL(CANCELLED, BLOCKED, SCHEDULED, READY),
    SUPERSEDE(CANCELLED, SCHEDULED),
    RETRY_ENDED(READY, FAILED, CANCELLED);

    private final TaskState target;
    private final Set<TaskState> sources;

    Transition(TaskState target, TaskState... sources) {
        this.target = target;
        this.sources = Set.of(sources);
    }

    public TaskState target() {
        return target;
    }

    public Set<TaskState> sources() {
        return sources;
    }
}
