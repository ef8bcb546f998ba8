package org.backgroundtasks.internal.worker.upkeep;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.store.worker.Waiting;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.time.Ticker;
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
    private final WorkerSettings settings;
    private final Counters counters;
    private final BooleanSupplier isAnythingReady;
    private final UnservedQueues unserved;
    private final Set<String> reported = new HashSet<>();
    private final Ticker ticker;
    private long nextAt;

    /**
     * Prepares to watch.
     *
     * @param settings say which queues this node serves; a task is reported that has waited for a
     *     lease
     * @param isAnythingReady whether it is worth asking the database
     * @param isPaused tells of queues whose tasks wait on purpose
     */
    public UnresolvedTasks(
            UpkeepStore upkeep,
            TaskDefinitions definitions,
            WorkerSettings settings,
            Counters counters,
            BooleanSupplier isAnythingReady,
            Predicate<String> isPaused,
            Ticker ticker) {
        this.upkeep = upkeep;
        this.definitions = definitions;
        this.settings = settings;
        this.counters = counters;
        this.isAnythingReady = isAnythingReady;
        this.unserved =
                new UnservedQueues(
                        upkeep, queue -> settings.serves(queue) || isPaused.test(queue), counters);
        this.ticker = ticker;
        nextAt = ticker.nanoTime();
    }

    @Override
    public void run() {
        long begun = ticker.nanoTime();
        if (begun - nextAt < 0) {
            return;
        }
        try {
            look();
        } finally {
            long now = ticker.nanoTime();
            nextAt = now + SHARE * (now - begun);
        }
    }

    private void look() {
        List<Waiting> waiting =
                isAnythingReady.getAsBoolean()
                        ? upkeep.waitingLongerThan(settings.lease())
                        : List.of();
        List<Waiting> unresolved =
                waiting.stream()
                        .filter(task -> settings.serves(task.queue()))
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
