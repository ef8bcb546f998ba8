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
 * The threads that the lanes of a node have together. When none is left, a lane that has worked for
 * a while gives one up to a lane that has none, or at least two fewer; it is kept for that lane
 * until its queue has been polled.
 */
public final class Budget {

    private final int most;
    private int taken;
    private final Set<Lane> wanting = new LinkedHashSet<>();
    private final Set<Lane> offered = new HashSet<>();
    private final Map<Lane, Integer> expected = new HashMap<>();
    private int expectedOfAll;
    private volatile boolean isWanted;

    public Budget(int most) {
        this.most = most;
    }

    /** How many threads a lane could have beside those that it has. */
    synchronized int left(Lane lane) {
        return Math.max(0, left() + (offered.contains(lane) ? 1 : 0));
    }

    private int left() {
        return most - taken - offered.size();
    }

    /**
     * Takes threads. A lane that gets fewer than it asks for wants the rest.
     *
     * @return how many it gets
     */
    synchronized int take(Lane lane, int asked) {
        int granted = Math.min(asked, left(lane));
        taken += granted;
        if (granted > 0) {
            offered.remove(lane);
        }
        if (granted < asked) {
            want(lane);
        }
        return granted;
    }

    synchronized void giveBack() {
        taken--;
    }

    /**
     * Notes for how many tasks that were stored a lane will want threads.
     *
     * @return for how many all lanes will
     */
    synchronized int expect(Lane lane, int tasks) {
        Integer before = tasks == 0 ? expected.remove(lane) : expected.put(lane, tasks);
        expectedOfAll += tasks - (before == null ? 0 : before);
        return expectedOfAll;
    }

    /** Says that a lane would use more threads than it has. */
    public synchronized void want(Lane lane) {
        wanting.add(lane);
        isWanted = true;
    }

    /** Says so if there is none left for it; returns whether. */
    synchronized boolean wantIfNoneIsLeft(Lane lane) {
        boolean isNoneLeft = left(lane) == 0;
        if (isNoneLeft) {
            want(lane);
        }
        return isNoneLeft;
    }

    /** Says that a lane does not, until it says so anew. */
    public synchronized void forget(Lane lane) {
        wanting.remove(lane);
        isWanted = !wanting.isEmpty();
    }

    /** Whether a lane with so many threads owes one of them to another. */
    public boolean isOwed(Lane lane, int threads) {
        return isWanted && isOwedNow(lane, threads);
    }

    private synchronized boolean isOwedNow(Lane lane, int threads) {
        return left() <= 0
                && neediest()
                        .filter(other -> other != lane)
                        .filter(other -> other.threads() == 0 || other.threads() + 1 < threads)
                        .isPresent();
    }

    private Optional<Lane> neediest() {
        // Most often the first has none, and that is the least.
        return wanting.stream()
                .filter(lane -> lane.threads() == 0)
                .findFirst()
                .or(() -> wanting.stream().min(Comparator.comparingInt(Lane::threads)));
    }

    /**
     * The lane that is to have the next thread, if there is one; it is kept for it from here on.
     */
    public synchronized Optional<Lane> offer() {
        if (left() <= 0) {
            return Optional.empty();
        }
        Optional<Lane> next = neediest();
        next.ifPresent(
                lane -> {
                    forget(lane);
                    offered.add(lane);
                });
        return next;
    }

    /** Keeps no thread for a lane any longer; returns whether one was kept. */
    public synchronized boolean settle(Lane lane) {
        return offered.remove(lane);
    }

    /** The lanes that threads are kept for. */
    public synchronized List<Lane> offered() {
        return List.copyOf(offered);
    }

    /** Forgets all about a lane without threads, unless it waits for one; returns whether. */
    synchronized boolean letGo(Lane lane) {
        boolean isWaiting = wanting.contains(lane) || offered.contains(lane);
        if (!isWaiting) {
            expect(lane, 0);
        }
        return !isWaiting;
    }
}
