package org.backgroundtasks.internal.worker.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Claims from queues whose tasks take turns: as many as there are threads for, and as their limits
 * let in. Used by one thread at a time, but for what others ask and tell.
 */
public final class LaneClaimer {

    /** Beyond that, the others have the next turn. */
    private static final int MOST_LANES = 100;

    private static final int MOST_TASKS = 200;
    private static final int MOST_SINGLY = 20;
    private static final long YOUNG_NANOS = 50_000_000;
    private static final Duration SOON = Duration.ofMillis(10);

    private final LaneStore store;
    private final TaskLimits limits;
    private final Ticker ticker;
    private final Consumer<Duration> looksAgainIn;
    private final Set<String> queues = ConcurrentHashMap.newKeySet();
    private final Set<String> heldBack = ConcurrentHashMap.newKeySet();
    private final AvoidedTasks avoided;
    private final Map<String, LanePage> pages = new HashMap<>();
    private final Map<String, LaneTurn> turns = new ConcurrentHashMap<>();

    /**
     * Prepares to claim.
     *
     * @param looksAgainIn is told when limits may let in more
     */
    LaneClaimer(
            LaneStore store, TaskLimits limits, Consumer<Duration> looksAgainIn, Ticker ticker) {
        this.store = store;
        this.limits = limits;
        this.looksAgainIn = looksAgainIn;
        this.ticker = ticker;
        avoided = new AvoidedTasks(ticker);
    }

    /** Says that a queue has tasks in lanes, perhaps others than before. */
    public void note(String queue) {
        queues.add(queue);
        LaneTurn turn = turns.get(queue);
        if (turn != null) {
            turn.isUsed();
        }
    }

    /** The part of a filter that a claim of tasks that take no turns may use. */
    public ClaimFilter unlimited(ClaimFilter filter) {
        return limits.unlimited(filter);
    }

    /**
     * Says that a task has ended here, which may have left its place to another.
     *
     * @return the queues some of whose tasks were held back when they were last claimed from, and
     *     may go on now
     */
    public Set<String> ended(ClaimedTask task) {
        if (heldBack.isEmpty() || !limits.areOf(task)) {
            return Set.of();
        }
        heldBack.forEach(queue -> turnOf(queue).isUsed());
        return heldBack;
    }

    /** Whether tasks of a queue took turns when it was last claimed from. */
    public boolean tookTurns(String queue) {
        return turns.containsKey(queue);
    }

    /** Whether tasks of a queue take turns now; asks the database where that may be. */
    public boolean takeTurns(String queue) {
        LanePage page = pages.get(queue);
        if (limits.isLimited(queue) || page != null && isUsable(page)) {
            return true;
        }
        // Taken before it is asked for: what is noted from here on is found next time.
        boolean mayBe = queues.remove(queue) || limits.mayHave(queue);
        boolean is = mayBe && store.hasLanes(queue);
        if (is) {
            queues.add(queue);
        } else if (mayBe) {
            heldBack.remove(queue);
            pages.remove(queue);
            turns.remove(queue);
        }
        return is;
    }

    /** Claims from a queue. */
    public ClaimResult claim(ClaimRequest request, boolean isUnread) {
        ClaimLimit room = onlyForThreads(request.limit());
        if (!room.isLeft(0, 0)) {
            return new ClaimResult(List.of(), true);
        }
        LanePage page = young(request);
        boolean isFresh = page == null;
        if (page == null) {
            page = read(request);
        }
        Map<LaneTask, List<HeldLimit>> admitted = page.admitted(room);
        Optional<List<ClaimedTask>> claimed = claim(request, page, admitted, isUnread);
        if (!isFresh && (admitted.isEmpty() || claimed.isEmpty())) {
            page = read(request);
            isFresh = true;
            admitted = page.admitted(room);
            claimed = claim(request, page, admitted, isUnread);
        }
        if (claimed.isEmpty()) {
            // Somebody has one of the limits, or of the tasks: not for long, and the others are
            // free.
            return singly(request, page, room, isUnread);
        }
        return ended(request, page, admitted, claimed.get(), room, isFresh);
    }

    private Optional<List<ClaimedTask>> claim(
            ClaimRequest request,
            LanePage page,
            Map<LaneTask, List<HeldLimit>> tasks,
            boolean isUnread) {
        return tasks.isEmpty()
                ? Optional.of(List.of())
                : store.claim(
                        new LaneClaim(request.queue(), tasks, page.states(), isUnread),
                        request.lease());
    }

    /** Claims one by one. */
    private ClaimResult singly(
            ClaimRequest request, LanePage page, ClaimLimit room, boolean isUnread) {
        List<ClaimedTask> all = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < MOST_SINGLY && room.isLeft(all.size(), bytes); i++) {
            Map<LaneTask, List<HeldLimit>> next = page.admitted(ClaimLimit.of(1));
            if (next.isEmpty()) {
                break;
            }
            List<ClaimedTask> claimed = claim(request, page, next, isUnread).orElse(List.of());
            take(page, next, claimed);
            all.addAll(claimed);
            bytes += claimed.stream().mapToLong(ClaimedTask::mostBytes).sum();
        }
        pages.remove(request.queue());
        looksAgainIn.accept(SOON);
        return new ClaimResult(all, true);
    }

    /** Takes note of what a claim asked for, and what it got. */
    private void take(
            LanePage page, Map<LaneTask, List<HeldLimit>> asked, List<ClaimedTask> claimed) {
        Set<TaskId> ids = claimed.stream().map(ClaimedTask::id).collect(Collectors.toSet());
        page.remove(asked, ids);
        avoided.note(asked.keySet(), ids);
    }

    /** None is claimed ahead of a thread. */
    private static ClaimLimit onlyForThreads(ClaimLimit limit) {
        return new ClaimLimit(limit.slots(), limit.slots(), limit.mostBytes(), limit.mostBytes());
    }

    private @Nullable LanePage young(ClaimRequest request) {
        LanePage page = pages.get(request.queue());
        // Those of another filter are rare, and never young.
        boolean isYoung = page != null && request.filter().minLosses() == 0 && isUsable(page);
        return isYoung ? page : null;
    }

    private boolean isUsable(LanePage page) {
        return !page.isEmpty() && ticker.nanoTime() - page.readAt() < YOUNG_NANOS;
    }

    private ClaimResult ended(
            ClaimRequest request,
            LanePage page,
            Map<LaneTask, List<HeldLimit>> asked,
            List<ClaimedTask> claimed,
            ClaimLimit room,
            boolean isFresh) {
        String queue = request.queue();
        take(page, asked, claimed);
        if (!claimed.isEmpty()) {
            turnOf(queue).isUsed();
        }
        boolean isFull = !room.isLeft(claimed.size(), 0);
        if (claimed.size() < asked.size() || !isFull && !isFresh && !page.isEmpty()) {
            // Others were faster, or limits may let in more than was known.
            pages.remove(queue);
            looksAgainIn.accept(SOON);
        }
        // What is held back of suspects says nothing of the others.
        if (request.filter().minLosses() == 0) {
            if (isFull) {
                heldBack.remove(queue);
            } else {
                sayWhen(queue, page);
            }
        }
        return new ClaimResult(claimed, isFull || hasMore(queue, page));
    }

    /** Where tasks are held back, somebody has to look again. */
    private void sayWhen(String queue, LanePage page) {
        if (page.isEmpty()) {
            heldBack.remove(queue);
        } else {
            page.untilLeft().ifPresent(looksAgainIn);
        }
        if (page.isEmpty() && page.isCut() || turnOf(queue).isAnotherWorthALook()) {
            pages.remove(queue);
            looksAgainIn.accept(SOON);
        }
    }

    private boolean hasMore(String queue, LanePage page) {
        return !page.isEmpty() || page.isCut() || turnOf(queue).hasOthers();
    }

    private LaneTurn turnOf(String queue) {
        return turns.computeIfAbsent(queue, any -> new LaneTurn(store, queue));
    }

    /** Whether a lane may have more than what was read of it. */
    private static boolean isCut(Set<LaneTask> tasks, int mostOfEach) {
        return tasks.stream()
                .collect(Collectors.groupingBy(LaneTask::lane, Collectors.counting()))
                .values()
                .stream()
                .anyMatch(count -> count >= mostOfEach);
    }

    private LanePage read(ClaimRequest request) {
        String queue = request.queue();
        long readAt = ticker.nanoTime();
        List<String> lanes = turnOf(queue).next(MOST_LANES);
        int mostOfEach = MOST_TASKS / (lanes.size() + 1);
        Map<LaneTask, List<HeldLimit>> tasks = new LinkedHashMap<>();
        Set<TaskId> others = avoided.now();
        boolean isAnyAvoided = false;
        for (LaneTask task : store.first(queue, request.filter(), lanes, mostOfEach)) {
            if (others.contains(task.id())) {
                isAnyAvoided = true;
            } else {
                tasks.put(task, limits.of(queue, task));
            }
        }
        if (isAnyAvoided) {
            looksAgainIn.accept(AvoidedTasks.AVOIDING);
        }
        if (request.filter().minLosses() == 0) {
            // Noted first: what ends from here on asks for another claim.
            heldBack.add(queue);
        }
        Set<HeldLimit> all =
                tasks.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        LanePage page =
                new LanePage(tasks, store.states(all), isCut(tasks.keySet(), mostOfEach), readAt);
        if (request.filter().minLosses() == 0) {
            pages.put(queue, page);
        }
        return page;
    }
}
