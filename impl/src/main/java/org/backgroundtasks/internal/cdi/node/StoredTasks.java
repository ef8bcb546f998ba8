package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.backgroundtasks.event.TaskScheduled;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.worker.TaskStorage;

/** {@link TaskStorage} with what this node has. */
@ApplicationScoped
public class StoredTasks implements TaskStorage {

    @Inject private StoreAccess access;
    @Inject private CallTransactions transactions;
    @Inject private TaskEvents events;
    @Inject private Node node;

    @Override
    public void store(List<NewTask> tasks) {
        access.stores().tasks().insert(tasks);
        follow(tasks);
    }

    @Override
    public boolean storeIfAbsent(NewTask task) {
        boolean isStored = access.stores().tasks().insertIfAbsent(task);
        if (isStored) {
            follow(List.of(task));
        }
        return isStored;
    }

    private void follow(List<NewTask> tasks) {
        if (events.isObserved(TaskScheduled.class)) {
            for (NewTask task : tasks) {
                events.fire(
                        new TaskScheduled(
                                task.id(), task.invocation().name(), task.queue(), task.runAt()));
            }
        }
        transactions.afterCommit(() -> wake(tasks));
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
