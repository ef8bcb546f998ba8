package org.backgroundtasks.internal.worker.limit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Where groups give several in a round. */
    private static final int MOST_WEIGHED = 500;

    private static final long YOUNG_NANOS = 50_000_000;

    private final LaneStore store;
    private final TaskLimits limits;
    private final String queue;
    private final Ticker ticker;
    private final LaneTurn lanes;
    private final GroupTurns groups;
    private @Nullable LanePage page;
    private @Nullable Long goesOnAt;
    private boolean isOnlyForThreads;
    private volatile boolean hasLimited;

    QueueTurns(LaneStore store, TaskLimits limits, String queue, Ticker ticker) {
        this.store = store;
        this.limits = limits;
        this.queue = queue;
        this.ticker = ticker;
        lanes = new LaneTurn(store, queue, ticker);
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

    /**
     * Says that limits, or others, may let in more after a while; the earliest such time counts.
     */
    void mayGoOnIn(Duration time) {
        long at = ticker.nanoTime() + time.toNanos();
        if (goesOnAt == null || at - goesOnAt < 0) {
            goesOnAt = at;
        }
    }

    /** How long until that; when it has come, all is looked at again. */
    Optional<Duration> untilItMayGoOn() {
        if (goesOnAt == null) {
            return Optional.empty();
        }
        long left = goesOnAt - ticker.nanoTime();
        if (left > 0) {
            return Optional.of(Duration.ofNanos(left));
        }
        goesOnAt = null;
        lanes.isUsed();
        return Optional.empty();
    }

    /** Whether tasks with limits were seen last. */
    boolean hasLimited() {
        return hasLimited;
    }

    /**
     * Takes note of what a page has.
     *
     * @param limited whether there are tasks with limits
     * @param isOnly whether none is claimed ahead of a thread
     */
    void see(boolean limited, boolean isOnly) {
        hasLimited = limited;
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
     * @param avoided are left alone
     */
    LanePage read(ClaimFilter filter, AvoidedTasks avoided) {
        forget();
        String begin = lanes.position();
        List<String> next = lanes.next(MOST_LANES);
        page = read(filter, avoided, begin, next);
        return page;
    }

    /** Reads tasks that have lost a worker, whosever turn it is. */
    LanePage readLosers(ClaimFilter filter, AvoidedTasks avoided) {
        List<String> next = store.lanesOfLosers(queue, filter, MOST_LANES);
        return read(filter, avoided, lanes.position(), next);
    }

    private LanePage read(
            ClaimFilter filter, AvoidedTasks avoided, String begin, List<String> next) {
        long readAt = ticker.nanoTime();
        avoided.forgetOld();
        Map<String, Integer> wanted = wanted(next, avoided);
        List<LaneTask> found = store.first(queue, filter, wanted);
        List<LaneTask> free = found.stream().filter(task -> !avoided.has(task)).toList();
        Set<String> cut = cut(found, wanted);
        List<LaneTask> inTurn = groups.inTurn(free, next, cut::contains, lanes.hasOthers());
        Map<LaneTask, List<HeldLimit>> tasks = new LinkedHashMap<>();
        inTurn.forEach(task -> tasks.put(task, limits.of(queue, task)));
        Set<HeldLimit> held =
                tasks.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        return new LanePage(
                begin,
                next,
                tasks,
                store.states(held),
                inTurn.size() < free.size() ? groupsOf(free) : cut,
                free.size() < found.size(),
                readAt);
    }

    private static Set<String> groupsOf(List<LaneTask> tasks) {
        return tasks.stream().map(LaneTask::group).collect(Collectors.toSet());
    }

    /** How many of each lane: as many as there is room for, and what its group gives in a round. */
    private Map<String, Integer> wanted(List<String> next, AvoidedTasks avoided) {
        int lanesOfAll = next.size() + 1;
        Map<String, Integer> wanted = new LinkedHashMap<>();
        Stream.concat(Stream.of(Lane.NONE), next.stream())
                .forEach(lane -> wanted.put(lane, mostOf(lane, lanesOfAll) + avoided.count(lane)));
        return wanted;
    }

    private int mostOf(String lane, int lanesOfAll) {
        int weight = limits.weightOf(queue, Lane.groupOf(lane));
        return Math.max(MOST_TASKS / lanesOfAll, Math.min(weight, MOST_WEIGHED / lanesOfAll));
    }

    /** The groups that may have more than what was read of them. */
    private static Set<String> cut(List<LaneTask> found, Map<String, Integer> wanted) {
        return found.stream()
                .collect(Collectors.groupingBy(LaneTask::lane, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(one -> one.getValue() >= wanted.getOrDefault(one.getKey(), 0))
                .map(one -> Lane.groupOf(one.getKey()))
                .collect(Collectors.toSet());
    }
}
