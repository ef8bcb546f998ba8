package org.backgroundtasks.internal.worker.limit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of the turns in a queue. Used by one thread at a time, but for what others ask
 * and tell.
 */
final class QueueTurns {

    /** Beyond that, the others have the next turn. */
    private static final int MOST_LANES = 100;

    private static final int MOST_TASKS = 200;
    private static final long YOUNG_NANOS = 50_000_000;

    private final LaneStore store;
    private final TaskLimits limits;
    private final String queue;
    private final Ticker ticker;
    private final LaneTurn lanes;
    private final GroupTurns groups;
    private @Nullable LanePage page;
    private volatile boolean isOnlyForThreads;

    QueueTurns(LaneStore store, TaskLimits limits, String queue, Ticker ticker) {
        this.store = store;
        this.limits = limits;
        this.queue = queue;
        this.ticker = ticker;
        lanes = new LaneTurn(store, queue);
        groups = new GroupTurns(group -> limits.weightOf(queue, group));
    }

    LaneTurn lanes() {
        return lanes;
    }

    GroupTurns groups() {
        return groups;
    }

    /** Whether none is claimed ahead of a thread; what was seen last tells. */
    boolean isOnlyForThreads() {
        return isOnlyForThreads;
    }

    void beOnlyForThreads(boolean isOnly) {
        isOnlyForThreads = isOnly;
    }

    /** What was read lately, if there is anything left of it. */
    @Nullable LanePage young() {
        return page != null && !page.isEmpty() && ticker.nanoTime() - page.readAt() < YOUNG_NANOS
                ? page
                : null;
    }

    /** Forgets what was read. A group whose turn it was has it next. */
    void forget() {
        if (page != null) {
            page.firstMissed(groups).ifPresent(lanes::backTo);
            page = null;
        }
    }

    /**
     * Reads tasks that may be claimed next.
     *
     * @param others are left alone
     */
    LanePage read(ClaimFilter filter, Set<TaskId> others) {
        forget();
        long readAt = ticker.nanoTime();
        String begin = lanes.position();
        List<String> next = lanes.next(MOST_LANES);
        Map<String, Integer> wanted = wanted(next);
        List<LaneTask> found = store.first(queue, filter, wanted);
        Map<LaneTask, List<HeldLimit>> tasks = new LinkedHashMap<>();
        groups.inTurn(found, next).stream()
                .filter(task -> !others.contains(task.id()))
                .forEach(task -> tasks.put(task, limits.of(queue, task)));
        Set<HeldLimit> held =
                tasks.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        LanePage read =
                new LanePage(
                        begin,
                        next,
                        tasks,
                        store.states(held),
                        isCut(found, wanted),
                        found.size() > tasks.size(),
                        readAt);
        if (filter.minLosses() == 0) {
            page = read;
        }
        return read;
    }

    /** How many of each lane: as many as there is room for, and what its group gives in a round. */
    private Map<String, Integer> wanted(List<String> next) {
        int mostOfEach = MOST_TASKS / (next.size() + 1);
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put(Lane.NONE, mostOf(Lane.NONE, mostOfEach));
        next.forEach(lane -> wanted.put(lane, mostOf(lane, mostOfEach)));
        return wanted;
    }

    private int mostOf(String lane, int mostOfEach) {
        return Math.max(mostOfEach, limits.weightOf(queue, Lane.groupOf(lane)));
    }

    /** Whether a lane may have more than what was read of it. */
    private static boolean isCut(List<LaneTask> found, Map<String, Integer> wanted) {
        return found.stream()
                .collect(Collectors.groupingBy(LaneTask::lane, Collectors.counting()))
                .entrySet()
                .stream()
                .anyMatch(one -> one.getValue() >= wanted.get(one.getKey()));
    }
}
