package org.backgroundtasks.internal.worker.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskCancelled;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.event.TaskFailed;
import org.backgroundtasks.event.TaskRetrying;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;

/** The events of this node's tasks. */
public final class EventFactory {

    /** What may follow when an attempt has not succeeded. */
    public static final Set<Class<? extends TaskEvent>> OF_FAILURES =
            Set.of(TaskRetrying.class, TaskFailed.class, TaskCancelled.class);

    private final String node;

    public EventFactory(String node) {
        this.node = node;
    }

    public TaskEvent started(ClaimedTask task) {
        return new TaskStarted(task.id(), task.name(), task.queue(), task.attempt(), node);
    }

    public TaskEvent succeeded(ClaimedTask task) {
        return new TaskSucceeded(task.id(), task.name(), task.queue(), task.attempt(), node);
    }

    /** What became of a task that did not succeed; nothing if it was given back or put off. */
    public List<TaskEvent> ended(ClaimedTask task, Outcome outcome, TaskState state) {
        return failed(
                new Reclaimed(task.lease(), task.name(), task.queue(), task.attempt(), node, state),
                Objects.requireNonNullElse(outcome.error(), ""),
                outcome instanceof Outcome.Retrying retrying ? retrying.delay() : Duration.ZERO,
                outcome instanceof Outcome.Released || outcome instanceof Outcome.Snoozed);
    }

    /** What became of tasks that were given back. */
    public List<TaskEvent> released(List<ClaimedTask> tasks, Map<Lease, TaskState> states) {
        return tasks.stream()
                .filter(task -> states.containsKey(task.lease()))
                .flatMap(
                        task ->
                                ended(task, new Outcome.Released(), states.get(task.lease()))
                                        .stream())
                .toList();
    }

    /** What became of a task that lost its worker. */
    public List<TaskEvent> reclaimed(Reclaimed task, String error) {
        return failed(task, error, Duration.ZERO, false);
    }

    private static List<TaskEvent> failed(
            Reclaimed task, String error, Duration delay, boolean isGivenBack) {
        String node = Objects.requireNonNullElse(task.node(), "");
        return switch (task.state()) {
            case CANCELLED -> List.of(new TaskCancelled(task.id(), task.name(), task.queue()));
            case FAILED ->
                    List.of(
                            new TaskFailed(
                                    task.id(),
                                    task.name(),
                                    task.queue(),
                                    task.attempt(),
                                    node,
                                    error));
            case SCHEDULED, READY ->
                    isGivenBack
                            ? List.of()
                            : List.of(
                                    new TaskRetrying(
                                            task.id(),
                                            task.name(),
                                            task.queue(),
                                            task.attempt(),
                                            node,
                                            error,
                                            delay));
            case BLOCKED, RUNNING, SUCCEEDED -> List.of();
        };
    }
}
