package org.backgroundtasks.internal.worker.claim;

import java.util.Set;
import org.backgroundtasks.internal.config.WorkerSettings;

/** From which queues this node claims now: those that it serves, and nobody has paused. */
public final class OpenQueues {

    private final WorkerSettings settings;
    private volatile Set<String> paused = Set.of();

    public OpenQueues(WorkerSettings settings) {
        this.settings = settings;
    }

    boolean isOpen(String queue) {
        return settings.serves(queue) && !paused.contains(queue);
    }

    public boolean isPaused(String queue) {
        return paused.contains(queue);
    }

    /** Says which queues are paused. */
    void pause(Set<String> queues) {
        paused = Set.copyOf(queues);
    }
}
