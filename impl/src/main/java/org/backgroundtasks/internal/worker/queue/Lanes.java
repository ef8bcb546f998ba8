package org.backgroundtasks.internal.worker.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/** The lanes of this node, by queue, and what they share. */
public final class Lanes {

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final WorkerSettings settings;
    private final Budget budget;
    private final Map<String, Lane> byQueue = new ConcurrentHashMap<>();
    private final HeldBytes heldBytes = new HeldBytes();

    public Lanes(WorkerSettings settings) {
        this.settings = settings;
        this.budget = new Budget(settings.maxConcurrency());
    }

    public Lane of(String queue) {
        return byQueue.computeIfAbsent(
                queue, name -> new Lane(name, settings.concurrencyOf(name), budget));
    }

    /** What the tasks of all lanes take. */
    public HeldBytes heldBytes() {
        return heldBytes;
    }

    /** The threads of all lanes. */
    public Budget budget() {
        return budget;
    }

    /**
     * Forgets lanes that have long been idle. Called by nobody but who adds tasks to lanes, so that
     * none is added to a lane that was forgotten.
     */
    public void forgetIdle() {
        byQueue.values().removeIf(lane -> lane.endsAfter(IDLE));
    }

    /** Whether a queue has had tasks here. */
    public boolean has(String queue) {
        return byQueue.containsKey(queue);
    }

    public Collection<Lane> all() {
        return List.copyOf(byQueue.values());
    }

    /** Takes back what has waited for longer than was to be expected. */
    public List<RunningTask> stranded() {
        return byQueue.values().stream().flatMap(lane -> lane.stranded().stream()).toList();
    }

    /** Takes back all that waits. */
    public List<RunningTask> takeWaiting() {
        return byQueue.values().stream().flatMap(lane -> lane.takeWaiting().stream()).toList();
    }
}
