package org.backgroundtasks.internal.worker.limit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.time.Ticker;

/**
 * Tasks that a claim asked for and did not get, since somebody else has them: they are left alone
 * for a while, so that others of their lanes have their turn. Used by one thread at a time.
 */
final class AvoidedTasks {

    /** For how long they are left alone. */
    static final Duration AVOIDING = Duration.ofMillis(200);

    private final Map<TaskId, Long> since = new HashMap<>();
    private final Ticker ticker;

    AvoidedTasks(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Takes note of those that were asked for and not claimed. */
    void note(Collection<LaneTask> asked, Set<TaskId> claimed) {
        long now = ticker.nanoTime();
        asked.stream()
                .map(LaneTask::id)
                .filter(id -> !claimed.contains(id))
                .forEach(id -> since.put(id, now));
    }

    /** Those that are to be left alone now. */
    Set<TaskId> now() {
        long now = ticker.nanoTime();
        since.values().removeIf(begun -> now - begun > AVOIDING.toNanos());
        return since.keySet();
    }
}
