package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskCall;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskRequest;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskCancelled;
import org.backgroundtasks.event.TaskScheduled;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.node.Node;
import org.backgroundtasks.internal.cdi.node.TaskEvents;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.store.TaskQueries;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.jspecify.annotations.Nullable;

/** The injectable {@link TaskScheduler}. */
@ApplicationScoped
class Scheduler implements TaskScheduler {

    @Inject private Enqueuer enqueuer;
    @Inject private Node node;
    @Inject private CallTransactions transactions;
    @Inject private TaskEvents events;

    private TaskRequest request() {
        return new Request(enqueuer, RequestOptions.NONE);
    }

    @Override
    public TaskRequest in(Duration delay) {
        return request().in(delay);
    }

    @Override
    public TaskRequest at(Instant runAt) {
        return request().at(runAt);
    }

    @Override
    public TaskRequest queue(String queue) {
        return request().queue(queue);
    }

    @Override
    public TaskRequest priority(int priority) {
        return request().priority(priority);
    }

    @Override
    public TaskRequest group(String group) {
        return request().group(group);
    }

    @Override
    public TaskRequest label(String label) {
        return request().label(label);
    }

    @Override
    public TaskRequest unique(String key) {
        return request().unique(key);
    }

    @Override
    public TaskRequest onConflict(OnConflict onConflict) {
        return request().onConflict(onConflict);
    }

    @Override
    public TaskRequest debounce(Duration quiet, Duration atMost) {
        return request().debounce(quiet, atMost);
    }

    @Override
    public TaskId enqueue(TaskCall call) {
        return request().enqueue(call);
    }

    @Override
    public Optional<TaskId> tryEnqueue(TaskCall call) {
        return request().tryEnqueue(call);
    }

    @Override
    public List<TaskId> enqueueAll(TaskCall call) {
        return request().enqueueAll(call);
    }

    @Override
    public void now(TaskCall call) {
        request().now(call);
    }

    @Override
    public Optional<TaskInfo> find(TaskId id) {
        return enqueuer.joined(stores -> stores.queries().find(id));
    }

    @Override
    public List<TaskFailure> failures(TaskId id) {
        return enqueuer.joined(stores -> stores.queries().failures(id));
    }

    @Override
    public boolean cancel(TaskId id) {
        return enqueuer.joined(
                stores -> {
                    boolean cancelled = stores.tasks().cancel(id);
                    if (cancelled && events.isObserved(TaskCancelled.class)) {
                        // One that runs has only been asked; its worker tells what came of it.
                        stores.queries()
                                .find(id)
                                .filter(task -> task.state() == TaskState.CANCELLED)
                                .map(task -> new TaskCancelled(id, task.name(), task.queue()))
                                .ifPresent(events::fire);
                    }
                    return cancelled;
                });
    }

    @Override
    public boolean retry(TaskId id) {
        Revival revival = enqueuer.joined(stores -> retry(stores, id));
        // Thrown here, it does not doom the caller's transaction.
        if (revival.keyTakenBy() != null) {
            throw CallMessages.LOG.keyTakenSince(id, revival.keyTakenBy(), revival.keyTakenBy());
        }
        return revival.isDone();
    }

    /** What has become of bringing a task back. */
    private record Revival(boolean isDone, @Nullable TaskId keyTakenBy) {}

    private Revival retry(Stores stores, TaskId id) {
        Optional<TaskId> other = stores.keys().retake(id);
        if (other.isPresent()) {
            return new Revival(false, other.get());
        }
        boolean revived = stores.tasks().retry(id);
        if (revived) {
            announce(stores.queries(), id);
            transactions.afterCommit(node::wakeForAll);
        }
        return new Revival(revived, null);
    }

    private void announce(TaskQueries queries, TaskId id) {
        if (events.isObserved(TaskScheduled.class)) {
            queries.find(id)
                    .map(task -> new TaskScheduled(id, task.name(), task.queue(), task.runAt()))
                    .ifPresent(events::fire);
        }
    }
}
