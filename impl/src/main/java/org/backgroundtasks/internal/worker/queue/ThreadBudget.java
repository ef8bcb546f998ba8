package org.backgroundtasks.internal.worker.queue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The threads that the executors of a node have together. When none is left, an executor that has
 * worked for a while gives one up to an executor that has none, or at least two fewer; it is kept
 * for that executor until its queue has been polled.
 */
public final class ThreadBudget {

    private final int most;
    private int taken;
    private final Set<QueueExecutor> wanting = new LinkedHashSet<>();
    private final Set<QueueExecutor> offered = new HashSet<>();
    private final Map<QueueExecutor, Integer> expected = new HashMap<>();
    private int expectedOfAll;
    private volatile boolean isWanted;

    public ThreadBudget(int most) {
        this.most = most;
    }

    /** How many threads an executor could have beside those that it has. */
    synchronized int left(QueueExecutor executor) {
        return Math.max(0, left() + (offered.contains(executor) ? 1 : 0));
    }

    private int left() {
        return most - taken - offered.size();
    }

    /**
     * Takes threads. An executor that gets fewer than it asks for wants the rest.
     *
     * @return how many it gets
     */
    synchronized int take(QueueExecutor executor, int asked) {
        int granted = Math.min(asked, left(executor));
        taken += granted;
        if (granted > 0) {
            offered.remove(executor);
        }
        if (granted < asked) {
            want(executor);
        }
        return granted;
    }

    synchronized void giveBack() {
        taken--;
    }

    /**
     * Notes for how many tasks that were stored an executor will want threads.
     *
     * @return for how many all executors will
     */
    synchronized int expect(QueueExecutor executor, int tasks) {
        Integer before = tasks == 0 ? expected.remove(executor) : expected.put(executor, tasks);
        expectedOfAll += tasks - (before == null ? 0 : before);
        return expectedOfAll;
    }

    /** Says that an executor would use more threads than it has. */
    public synchronized void want(QueueExecutor executor) {
        wanting.add(executor);
        isWanted = true;
    }

    /** Says so if there is none left for it; returns whether. */
    synchronized boolean wantIfNoneIsLeft(QueueExecutor executor) {
        boolean isNoneLeft = left(executor) == 0;
        if (isNoneLeft) {
            want(executor);
        }
        return isNoneLeft;
    }

    /** Says that an executor does not, until it says so anew. */
    public synchronized void forget(QueueExecutor executor) {
        wanting.remove(executor);
        isWanted = !wanting.isEmpty();
    }

    /** Whether an executor with so many threads owes one of them to another. */
    public boolean isOwed(QueueExecutor executor, int threads) {
        return isWanted && isOwedNow(executor, threads);
    }

    private synchronized boolean isOwedNow(QueueExecutor executor, int threads) {
        return left() <= 0
                && neediest()
                        .filter(other -> other != executor)
                        .filter(other -> other.threads() == 0 || other.threads() + 1 < threads)
                        .isPresent();
    }

    private Optional<QueueExecutor> neediest() {
        // Most often the first has none, and that is the least.
        return wanting.stream()
                .filter(executor -> executor.threads() == 0)
                .findFirst()
                .or(() -> wanting.stream().min(Comparator.comparingInt(QueueExecutor::threads)));
    }

    /**
     * The executor that is to have the next thread, if there is one; it is kept for it from here
     * on.
     */
    public synchronized Optional<QueueExecutor> offer() {
        if (left() <= 0) {
            return Optional.empty();
        }
        Optional<QueueExecutor> next = neediest();
        next.ifPresent(
                executor -> {
                    forget(executor);
                    offered.add(executor);
                });
        return next;
    }

    /** Keeps no thread for an executor any longer; returns whether one was kept. */
    public synchronized boolean settle(QueueExecutor executor) {
        return offered.remove(executor);
    }

    /** The executors that threads are kept for. */
    public synchronized List<QueueExecutor> offered() {
        return List.copyOf(offered);
    }

    /** Forgets all about an executor without threads, unless it waits for one; returns whether. */
    synchronized boolean letGo(QueueExecutor executor) {
        boolean isWaiting = wanting.contains(executor) || offered.contains(executor);
        if (!isWaiting) {
            expect(executor, 0);
        }
        return !isWaiting;
    }
}
