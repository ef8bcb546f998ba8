package org.backgroundtasks.internal.worker.upkeep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.store.worker.Waiting;
import org.backgroundtasks.internal.worker.Counters;
import org.backgroundtasks.internal.worker.WorkerMessages;

/**
 * Finds queues whose tasks wait although nobody runs any task of them. This node cannot know what
 * others serve, but a queue that is served and has overdue tasks is one that somebody is busy with.
 */
final class UnservedQueues {

    /** A node that serves it may have run nothing of it when this one looked. */
    private static final int LOOKS = 3;

    private final UpkeepStore upkeep;
    private final Predicate<String> isServed;
    private final Counters counters;
    private final Map<String, Integer> idleLooks = new HashMap<>();

    UnservedQueues(UpkeepStore upkeep, Predicate<String> isServed, Counters counters) {
        this.upkeep = upkeep;
        this.isServed = isServed;
        this.counters = counters;
    }

    /** Looks at what has waited for too long, and says once of each queue that none runs it. */
    void look(List<Waiting> waiting) {
        Map<String, Long> others =
                waiting.stream()
                        .filter(task -> !isServed.test(task.queue()))
                        .collect(
                                Collectors.groupingBy(
                                        Waiting::queue, Collectors.summingLong(Waiting::count)));
        if (!others.isEmpty()) {
            Set<String> busy = upkeep.runningQueues();
            others.keySet().removeAll(busy);
        }
        idleLooks.keySet().retainAll(others.keySet());
        long unserved = 0;
        for (Map.Entry<String, Long> queue : others.entrySet()) {
            int looks = idleLooks.merge(queue.getKey(), 1, Integer::sum);
            if (looks >= LOOKS) {
                unserved += queue.getValue();
            }
            if (looks == LOOKS) {
                WorkerMessages.LOG.unservedQueue(queue.getValue(), queue.getKey());
            }
        }
        counters.unserved(unserved);
    }
}
