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

    private final Map<TaskId, Avoided> avoided = new HashMap<>();
    private final Ticker ticker;

    private record Avoided(String lane, long since) {}

    AvoidedTasks(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Takes note of those that were asked for and not claimed. */
    void note(Collection<LaneTask> asked, Set<TaskId> claimed) {
        long now = ticker.nanoTime();
        asked.stream()
                .filter(task -> !claimed.contains(task.id()))
                .forEach(task -> avoided.put(task.id(), new Avoided(task.lane(), now)));
    }

    /** Lets those have their turn again whose time has come. */
    void forgetOld() {
        long now = ticker.nanoTime();
        avoided.values().removeIf(one -> now - one.since() > AVOIDING.toNanos());
    }

    /** Whether a task is to be left alone. */
    boolean has(LaneTask task) {
        return avoided.containsKey(task.id());
    }

    /** How many of a lane are. */
    int count(String lane) {
        return avoided.isEmpty()
                ? 0
                : (int) avoided.values().stream().filter(one -> one.lane().equals(lane)).count();
    }
}
