package org.backgroundtasks.internal.overview;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.backgroundtasks.QueueInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.overview.Overview;
import org.backgroundtasks.internal.store.overview.QueueCount;
import org.backgroundtasks.internal.store.overview.ServedQueues;
import org.jspecify.annotations.Nullable;

/** All queues, as {@link org.backgroundtasks.TaskAdmin#queues} tells of them. */
public final class Queues {

    private final Map<String, Map<TaskState, QueueCount>> counts = new TreeMap<>();
    private final Set<String> paused;
    private final List<ServedQueues> served;

    private Queues(Overview overview, Collection<String> known) {
        paused = overview.paused();
        served = overview.served();
        known.forEach(this::add);
        paused.forEach(this::add);
        served.stream().flatMap(one -> one.names().stream()).forEach(this::add);
        overview.counts().forEach(count -> add(count.queue()).put(count.state(), count));
    }

    /**
     * Reads them.
     *
     * @param known some that are there, whether or not the database tells of them
     */
    public static List<QueueInfo> read(Overview overview, Collection<String> known) {
        Queues all = new Queues(overview, known);
        return all.counts.keySet().stream().map(all::info).toList();
    }

    private Map<TaskState, QueueCount> add(String queue) {
        return counts.computeIfAbsent(queue, any -> new EnumMap<>(TaskState.class));
    }

    private QueueInfo info(String queue) {
        return new QueueInfo(
                queue,
                count(queue, TaskState.SCHEDULED),
                count(queue, TaskState.READY),
                count(queue, TaskState.RUNNING),
                count(queue, TaskState.BLOCKED),
                paused.contains(queue),
                oldestDue(queue),
                served.stream().anyMatch(one -> one.contain(queue)));
    }

    private long count(String queue, TaskState state) {
        QueueCount count = add(queue).get(state);
        return count == null ? 0 : count.count();
    }

    private @Nullable Instant oldestDue(String queue) {
        return add(queue).values().stream()
                .map(QueueCount::oldestDue)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
