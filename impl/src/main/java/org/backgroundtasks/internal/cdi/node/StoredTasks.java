package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.event.TaskScheduled;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.store.key.KeyBook;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.worker.TaskStorage;
import org.jspecify.annotations.Nullable;

/** {@link TaskStorage} with what this node has. */
@ApplicationScoped
public class StoredTasks implements TaskStorage {

    @Inject private StoreAccess access;
    @Inject private CallTransactions transactions;
    @Inject private TaskEvents events;
    @Inject private Node node;
    @Inject private MethodKeys methodKeys;
    @Inject private MethodLanes methodLanes;

    @Override
    public void store(List<NewTask> tasks) {
        access.stores().tasks().insert(tasks);
        follow(tasks);
    }

    @Override
    public boolean storeIfAbsent(NewTask asked) {
        NewTask task = methodLanes.placed(asked);
        boolean isStored = access.stores().tasks().insertIfAbsent(task);
        if (isStored) {
            follow(List.of(task));
        }
        return isStored;
    }

    @Override
    public List<Taking> takeKeys(List<NewTask> asked, @Nullable TaskId superseded) {
        List<NewTask> tasks = asked.stream().map(methodLanes::placed).toList();
        return take(
                access.stores().keysOfWorker(),
                tasks,
                keyed(
                        tasks.stream()
                                .flatMap(this::keyedByMethod)
                                .map(KeyedTask::orKept)
                                .map(task -> task.superseding(superseded))));
    }

    private Stream<KeyedTask> keyedByMethod(NewTask task) {
        return methodKeys.keyed(task).stream();
    }

    private static Map<TaskId, KeyedTask> keyed(Stream<KeyedTask> tasks) {
        Map<TaskId, KeyedTask> keyed = new LinkedHashMap<>();
        tasks.forEach(task -> keyed.put(task.task().id(), task));
        return keyed;
    }

    /** Stores a task, unless another has the key that its method gives it. */
    public Taking storeUnlessTaken(NewTask asked) {
        NewTask task = methodLanes.placed(asked);
        return storeUnlessTaken(List.of(task), keyedByMethod(task)).get(0);
    }

    /**
     * Stores tasks, each unless another has its key.
     *
     * @param keyed those of them that have a key, in their order
     * @return what has come of each; if one is refused, nothing was stored
     */
    public List<Taking> storeUnlessTaken(List<NewTask> tasks, Stream<KeyedTask> keyed) {
        List<Taking> takings = take(access.stores().keys(), tasks, keyed(keyed));
        if (takings.stream().noneMatch(Taking.Refused.class::isInstance)) {
            List<NewTask> taken =
                    takings.stream()
                            .filter(Taking.Taken.class::isInstance)
                            .map(taking -> ((Taking.Taken) taking).task())
                            .toList();
            if (!taken.isEmpty()) {
                store(taken);
            }
        }
        return takings;
    }

    private List<Taking> take(KeyBook keys, List<NewTask> tasks, Map<TaskId, KeyedTask> keyed) {
        if (keyed.isEmpty()) {
            return tasks.stream().<Taking>map(Taking.Taken::new).toList();
        }
        Iterator<Taking> takings = take(keys, List.copyOf(keyed.values())).iterator();
        return tasks.stream()
                .map(task -> keyed.containsKey(task.id()) ? takings.next() : new Taking.Taken(task))
                .toList();
    }

    /** Takes keys, and wakes whoever can run the tasks that were replaced. */
    private List<Taking> take(KeyBook keys, List<KeyedTask> tasks) {
        List<Taking> takings = keys.take(tasks);
        List<NewTask> replaced =
                takings.stream()
                        .filter(Taking.Replaced.class::isInstance)
                        .map(taking -> ((Taking.Replaced) taking).by())
                        .toList();
        if (!replaced.isEmpty()) {
            transactions.afterCommit(
                    () -> {
                        // They have kept their queues, which nobody here knows.
                        node.wakeForAll();
                        wake(replaced);
                    });
        }
        return takings;
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
        if (tasks.stream().anyMatch(NewTask::isBlocked)) {
            // So that the end of the task that it waits for is noticed.
            node.wakeForAll();
        }
        tasks.stream()
                .filter(task -> !task.lane().equals(Lane.NONE))
                .map(NewTask::queue)
                .distinct()
                .forEach(node::noteLanes);
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
