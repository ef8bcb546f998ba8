package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.backgroundtasks.BackgroundTaskException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.event.TaskScheduled;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.store.TaskStore;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.Nullable;

/**
 * Stores calls as tasks, in the caller's transaction or one of its own. A plain call comes here
 * directly.
 */
@ApplicationScoped
class Enqueuer implements Calls.Handler {

    @Inject private Node node;
    @Inject private StoreAccess access;
    @Inject private Codec codec;
    @Inject private Caller caller;
    @Inject private CallTransactions transactions;
    @Inject private TaskEvents events;
    @Inject private OpenLambdas lambdas;

    @Override
    public boolean handle(BackgroundMethod method, Object[] arguments) {
        store(List.of(RecordedCall.of(method, arguments, codec.get())), RequestOptions.NONE);
        return true;
    }

    ArgumentCodec codec() {
        return codec.get();
    }

    OpenLambdas lambdas() {
        return lambdas;
    }

    List<TaskId> store(List<RecordedCall> calls, RequestOptions requested) {
        if (calls.isEmpty()) {
            return List.of();
        }
        TaskStore store = access.stores().tasks();
        Instant now = store.now();
        String createdBy = caller.name();
        List<NewTask> tasks =
                calls.stream().map(call -> call.toTask(requested, now, createdBy)).toList();
        joined(
                () -> {
                    store.insert(tasks);
                    announce(tasks);
                    transactions.afterCommit(() -> wake(tasks));
                    return null;
                });
        return tasks.stream().map(NewTask::id).toList();
    }

    /** Does something with the store in the caller's transaction, or in one of its own. */
    <T extends @Nullable Object> T joined(Supplier<T> work) {
        try {
            return transactions.join(work);
        } catch (BackgroundTaskException e) {
            throw e;
        } catch (RuntimeException e) {
            // What a container says when our own transaction cannot begin or commit.
            throw CallMessages.LOG.notCommitted(e);
        }
    }

    private void announce(List<NewTask> tasks) {
        if (events.isObserved(TaskScheduled.class)) {
            for (NewTask task : tasks) {
                events.fire(
                        new TaskScheduled(
                                task.id(), task.invocation().name(), task.queue(), task.runAt()));
            }
        }
    }

    private void wake(List<NewTask> tasks) {
        tasks.stream()
                .collect(Collectors.groupingBy(Wake::of, Collectors.counting()))
                .forEach((wake, count) -> node.wake(wake.queue(), wake.delay(), count.intValue()));
    }

    private record Wake(String queue, Duration delay) {

        static Wake of(NewTask task) {
            return new Wake(task.queue(), Duration.between(task.createdAt(), task.runAt()));
        }
    }
}
