package org.backgroundtasks.internal.worker.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/** The executors of this node, by queue, and what they share. */
public final class QueueExecutors {

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final WorkerSettings settings;
    private final Ticker ticker;
    private final ThreadBudget budget;
    private final Map<String, QueueExecutor> byQueue = new ConcurrentHashMap<>();
    private final HeldBytes heldBytes = new HeldBytes();

    public QueueExecutors(WorkerSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.budget = new ThreadBudget(settings.maxConcurrency());
    }

    public QueueExecutor of(String queue) {
        return byQueue.computeIfAbsent(
                queue,
                name -> new QueueExecutor(name, settings.concurrencyOf(name), budget, ticker));
    }

    /** What the tasks of all executors take. */
    public HeldBytes heldBytes() {
        return heldBytes;
    }

    /** The threads of all executors. */
    public ThreadBudget budget() {
        return budget;
    }

    /**
     * Forgets executors that have long been idle. Called by nobody but who adds tasks to executors,
     * so that none is added to an executor that was forgotten.
     */
    public void forgetIdle() {
        byQueue.values().removeIf(executor -> executor.endsAfter(IDLE));
    }

    /** Whether a queue has had tasks here. */
    public boolean has(String queue) {
        return byQueue.containsKey(queue);
    }

    public Collection<QueueExecutor> all() {
        return List.copyOf(byQueue.values());
    }

    /** Takes back what has waited for longer than was to be expected. */
    public List<RunningTask> stranded() {
        return byQueue.values().stream().flatMap(executor -> executor.stranded().stream()).toList();
    }

    /** Takes back all that waits. */
    public List<RunningTask> takeWaiting() {
        return byQueue.values().stream()
                .flatMap(executor -> executor.takeWaiting().stream())
                .toList();
    }
}
