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

    Lanes(WorkerSettings settings) {
        this.settings = settings;
    }

    Lane of(String queue) {
        return byQueue.computeIfAbsent(queue, name -> new Lane(settings.concurrencyOf(name)));
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
