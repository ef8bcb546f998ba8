package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.TaskCall;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskRequest;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.internal.store.TaskStore;

/** The injectable {@link TaskScheduler}. */
@ApplicationScoped
class Scheduler implements TaskScheduler {

    @Inject private Enqueuer enqueuer;
    @Inject private Node node;
    @Inject private StoreAccess access;
    @Inject private CallTransactions transactions;

    /** Opened, if need be, before the transaction that uses it is joined. */
    private TaskStore tasks() {
        return access.stores().tasks();
    }

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
    public TaskId enqueue(TaskCall call) {
        return request().enqueue(call);
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
        TaskStore store = tasks();
        return enqueuer.joined(() -> store.find(id));
    }

    @Override
    public boolean cancel(TaskId id) {
        TaskStore store = tasks();
        return enqueuer.joined(() -> store.cancel(id));
    }

    @Override
    public boolean retry(TaskId id) {
        TaskStore store = tasks();
        return enqueuer.joined(
                () -> {
                    boolean revived = store.retry(id);
                    if (revived) {
                        transactions.afterCommit(node::wakeForAll);
                    }
                    return revived;
                });
    }
}
