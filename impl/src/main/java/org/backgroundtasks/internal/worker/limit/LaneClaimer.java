package org.backgroundtasks.internal.worker.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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

/**
 * Claims from queues whose tasks take turns. Those with limits are claimed as their limits let in,
 * and as many as there are threads for. Used by one thread at a time, but for what others ask and
 * tell.
 */
public final class LaneClaimer {

    private static final int MOST_SINGLY = 20;
    private static final Duration SOON = Duration.ofMillis(10);
    private static final long NOTED_NANOS = Duration.ofMinutes(10).toNanos();

    private final LaneStore store;
    private final TaskLimits limits;
    private final Ticker ticker;
    private final Consumer<Duration> looksAgainIn;
    private final Map<String, Long> noted = new ConcurrentHashMap<>();
    private final Set<String> heldBack = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean holdsLosersBack = new AtomicBoolean();
    private final Map<String, QueueTurns> turns = new ConcurrentHashMap<>();
    private final AvoidedTasks avoided;

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

    /** Says that a queue has tasks in lanes. */
    public void note(String queue) {
        noted.put(queue, ticker.nanoTime());
    }

    /** Says that tasks were stored in lanes of a queue. */
    public void stored(String queue) {
        note(queue);
        QueueTurns known = turns.get(queue);
        if (known != null) {
            known.lanes().isUsed();
        }
    }

    /** Says that tasks have become due, or were left by others, in any queue. */
    public void arrived() {
        turns.values().forEach(queue -> queue.lanes().isUsed());
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
        heldBack.forEach(queue -> of(queue).lanes().isUsed());
        return heldBack;
    }

    /** Whether tasks with limits were there when a queue was last claimed from. */
    public boolean hasLimited(String queue) {
        QueueTurns known = turns.get(queue);
        return known != null && known.hasLimited();
    }

    /** Whether tasks of a queue take turns now; asks the database where that may be. */
    public boolean takeTurns(String queue) {
        QueueTurns known = turns.get(queue);
        if (limits.isLimited(queue) || known != null && known.young() != null) {
            return true;
        }
        boolean mayBe = isNoted(queue) || limits.mayHave(queue);
        boolean is = mayBe && store.hasLanes(queue);
        if (is) {
            note(queue);
        } else if (mayBe) {
            heldBack.remove(queue);
            turns.remove(queue);
        }
        return is;
    }

    /** A queue that has had such tasks may have more, which other nodes store. */
    private boolean isNoted(String queue) {
        Long at = noted.get(queue);
        boolean is = at != null && ticker.nanoTime() - at < NOTED_NANOS;
        if (at != null && !is) {
            noted.remove(queue, at);
        }
        return is;
    }

    private QueueTurns of(String queue) {
        return turns.computeIfAbsent(queue, any -> new QueueTurns(store, limits, queue, ticker));
    }

    /** Claims from a queue. */
    public ClaimResult claim(ClaimRequest request, boolean isUnread) {
        QueueTurns queue = of(request.queue());
        queue.untilItMayGoOn().ifPresent(looksAgainIn);
        if (isOfAll(request) && queue.isOnlyForThreads() && request.limit().slots() <= 0) {
            return new ClaimResult(List.of(), true);
        }
        LanePage young = isOfAll(request) ? queue.young() : null;
        if (young != null) {
            Optional<ClaimResult> claimed = claim(request, queue, young, false, isUnread);
            if (claimed.isPresent()) {
                return claimed.get();
            }
        }
        LanePage page = read(request, queue);
        return claim(request, queue, page, true, isUnread)
                // Somebody has one of the limits, or of the tasks: not for long, and the others
                // are free.
                .orElseGet(() -> singly(request, queue, page, isUnread));
    }

    /** Claims for suspects are rare, and what they see says nothing of the others. */
    private static boolean isOfAll(ClaimRequest request) {
        return request.filter().minLosses() == 0;
    }

    private LanePage read(ClaimRequest request, QueueTurns queue) {
        LanePage page;
        if (isOfAll(request)) {
            // Noted first: what ends from here on asks for another claim.
            heldBack.add(request.queue());
            page = queue.read(request.filter(), avoided);
        } else {
            page = queue.readLosers(request.filter(), avoided);
        }
        if (page.isAnyAvoided()) {
            goesOnIn(queue, AvoidedTasks.AVOIDING);
        }
        return page;
    }

    /**
     * Claims by a page.
     *
     * @return empty if it was of no use
     */
    private Optional<ClaimResult> claim(
            ClaimRequest request,
            QueueTurns queue,
            LanePage page,
            boolean isFresh,
            boolean isUnread) {
        ClaimLimit room = room(request, queue, page);
        if (!room.isLeft(0, 0)) {
            return Optional.of(new ClaimResult(List.of(), true));
        }
        Map<LaneTask, List<HeldLimit>> admitted = page.admitted(room);
        if (admitted.isEmpty() && !isFresh) {
            return Optional.empty();
        }
        Optional<List<ClaimedTask>> claimed = claim(request, page, admitted, isUnread);
        if (claimed.isEmpty() && admitted.values().stream().allMatch(List::isEmpty)) {
            // No limit has refused it: others have the tasks.
            claimed = Optional.of(List.of());
        }
        return claimed.map(tasks -> ended(request, queue, page, admitted, tasks, room, isFresh));
    }

    /**
     * None is claimed ahead of a thread where there are tasks with limits that may run: they would
     * find none.
     */
    private static ClaimLimit room(ClaimRequest request, QueueTurns queue, LanePage page) {
        ClaimLimit limit = request.limit();
        boolean isOnly = page.admitsLimited();
        if (isOfAll(request)) {
            queue.see(page.hasLimited(), isOnly);
        }
        return isOnly
                ? new ClaimLimit(limit.slots(), limit.slots(), limit.mostBytes(), limit.mostBytes())
                : limit;
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
            ClaimRequest request, QueueTurns queue, LanePage page, boolean isUnread) {
        ClaimLimit room = room(request, queue, page);
        List<ClaimedTask> all = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < MOST_SINGLY && room.isLeft(all.size(), bytes); i++) {
            Map<LaneTask, List<HeldLimit>> next = page.admitted(ClaimLimit.of(1));
            if (next.isEmpty()) {
                break;
            }
            Optional<List<ClaimedTask>> answer = claim(request, page, next, isUnread);
            if (answer.isEmpty() && next.values().stream().noneMatch(List::isEmpty)) {
                // So would be all others that have these limits.
                next.values().forEach(page::leave);
                continue;
            }
            List<ClaimedTask> claimed = answer.orElse(List.of());
            take(queue, page, next, claimed);
            all.addAll(claimed);
            bytes += claimed.stream().mapToLong(ClaimedTask::mostBytes).sum();
        }
        lookAgain(queue);
        return new ClaimResult(all, true);
    }

    /** Takes note of what a claim asked for, and what it got. */
    private void take(
            QueueTurns queue,
            LanePage page,
            Map<LaneTask, List<HeldLimit>> asked,
            List<ClaimedTask> claimed) {
        Set<TaskId> ids = claimed.stream().map(ClaimedTask::id).collect(Collectors.toSet());
        asked.keySet().stream()
                .filter(task -> ids.contains(task.id()))
                .forEach(task -> queue.groups().took(task.group()));
        page.remove(asked, ids);
        avoided.note(asked.keySet(), ids);
    }

    private void goesOnIn(QueueTurns queue, Duration time) {
        queue.mayGoOnIn(time);
        looksAgainIn.accept(time);
    }

    private void lookAgain(QueueTurns queue) {
        queue.forget();
        looksAgainIn.accept(SOON);
    }

    private ClaimResult ended(
            ClaimRequest request,
            QueueTurns queue,
            LanePage page,
            Map<LaneTask, List<HeldLimit>> asked,
            List<ClaimedTask> claimed,
            ClaimLimit room,
            boolean isFresh) {
        take(queue, page, asked, claimed);
        if (!claimed.isEmpty() && isOfAll(request)) {
            queue.lanes().isClaimed();
        }
        boolean isFull = !room.isLeft(claimed.size(), 0);
        if (claimed.size() < asked.size() || !isFull && !isFresh) {
            // Others were faster, or there may be more than was known, or limits may let in more.
            lookAgain(queue);
        }
        if (isOfAll(request)) {
            if (isFull) {
                heldBack.remove(request.queue());
            } else {
                sayWhen(request.queue(), queue, page, !claimed.isEmpty());
            }
        } else {
            sayOfLosers(queue, page);
        }
        return new ClaimResult(
                claimed, isFull || !page.isEmpty() || page.isCut() || queue.lanes().hasOthers());
    }

    /** Where tasks are held back, somebody has to look again. */
    private void sayWhen(String name, QueueTurns queue, LanePage page, boolean isAny) {
        if (page.isEmpty()) {
            heldBack.remove(name);
        } else {
            page.untilLeft().ifPresent(time -> goesOnIn(queue, time));
        }
        boolean hasMore = page.hasUsedUp() && (isAny || page.isEmpty());
        if (!page.isHeldAsAWhole() && (hasMore || queue.lanes().isAnotherWorthALook())) {
            lookAgain(queue);
        }
    }

    private void sayOfLosers(QueueTurns queue, LanePage page) {
        if (!page.isEmpty()) {
            holdsLosersBack.set(true);
            page.untilLeft().ifPresent(time -> goesOnIn(queue, time));
        }
    }

    /** Whether a task that has lost a worker was held back since this was asked last. */
    public boolean hasHeldLosersBack() {
        return holdsLosersBack.get() && holdsLosersBack.getAndSet(false);
    }
}
