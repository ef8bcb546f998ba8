package org.backgroundtasks.internal.worker.upkeep;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.backgroundtasks.internal.store.UpkeepStore;
import org.backgroundtasks.internal.store.Waiting;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.Counters;
import org.backgroundtasks.internal.worker.WorkerMessages;

/**
 * Watches for due tasks that this node has no method for, or that are in a queue that nobody
 * serves. They wait for a node that has the method, as while a new version is rolled out, or that
 * serves the queue; if there is none, an operator should hear of it, once.
 */
public final class UnresolvedTasks implements Runnable {

    /** The question reads every due task; it is not to take more than a twentieth of the time. */
    private static final int SHARE = 20;

    private final UpkeepStore upkeep;
    private final TaskDefinitions definitions;
    private final Predicate<String> isServed;
    private final Duration patience;
    private final Counters counters;
    private final BooleanSupplier isAnythingReady;
    private final UnservedQueues unserved;
    private final Set<String> reported = new HashSet<>();
    private long nextAt = System.nanoTime();

    /**
     * Prepares to watch.
     *
     * @param isServed whether this node serves a queue
     * @param patience how long a task may have waited before it is reported
     * @param isAnythingReady whether it is worth asking the database
     */
    public UnresolvedTasks(
            UpkeepStore upkeep,
            TaskDefinitions definitions,
            Predicate<String> isServed,
            Duration patience,
            Counters counters,
            BooleanSupplier isAnythingReady) {
        this.upkeep = upkeep;
        this.definitions = definitions;
        this.isServed = isServed;
        this.patience = patience;
        this.counters = counters;
        this.isAnythingReady = isAnythingReady;
        this.unserved = new UnservedQueues(upkeep, isServed, counters);
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        if (begun - nextAt < 0) {
            return;
        }
        try {
            look();
        } finally {
            long now = System.nanoTime();
            nextAt = now + SHARE * (now - begun);
        }
    }

    private void look() {
        List<Waiting> waiting =
                isAnythingReady.getAsBoolean() ? upkeep.waitingLongerThan(patience) : List.of();
        List<Waiting> unresolved =
                waiting.stream()
                        .filter(task -> isServed.test(task.queue()))
                        .filter(task -> !definitions.signatures().contains(task.signature()))
                        .toList();
        counters.unresolved(unresolved.stream().mapToLong(Waiting::count).sum());
        unserved.look(waiting);
        reported.retainAll(unresolved.stream().map(Waiting::signature).toList());
        for (Waiting task : unresolved) {
            if (reported.add(task.signature())) {
                report(task);
            }
        }
    }

    private void report(Waiting task) {
        if (definitions.hasName(task.name())) {
            WorkerMessages.LOG.otherParameters(task.count(), task.name(), task.queue());
        } else {
            WorkerMessages.LOG.unknownName(task.count(), task.name(), task.queue());
        }
    }
}
