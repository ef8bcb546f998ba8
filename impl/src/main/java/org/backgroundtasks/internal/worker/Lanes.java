package org.backgroundtasks.internal.worker;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.internal.config.WorkerSettings;

/** The lanes of this node, by queue. */
final class Lanes {

    private final WorkerSettings settings;
    private final Map<String, Lane> byQueue = new ConcurrentHashMap<>();
    private final HeldBytes heldBytes = new HeldBytes();

    Lanes(WorkerSettings settings) {
        this.settings = settings;
    }

    Lane of(String queue) {
        return byQueue.computeIfAbsent(queue, name -> new Lane(settings.concurrencyOf(name)));
    }

    /** What the tasks of all lanes take. */
    HeldBytes heldBytes() {
        return heldBytes;
    }

    /** Whether a queue has had tasks here. */
    boolean has(String queue) {
        return byQueue.containsKey(queue);
    }

    Collection<Lane> all() {
        return List.copyOf(byQueue.values());
    }

    /** Takes back what has waited for longer than was to be expected. */
    List<RunningTask> stranded() {
        return byQueue.values().stream().flatMap(lane -> lane.stranded().stream()).toList();
    }

    /** Takes back all that waits. */
    List<RunningTask> takeWaiting() {
        return byQueue.values().stream().flatMap(lane -> lane.takeWaiting().stream()).toList();
    }
}
