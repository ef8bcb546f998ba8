package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.backgroundtasks.internal.worker.Unit;
import org.backgroundtasks.internal.worker.job.Turn;

/**
 * Decides when the {@link Poller} polls: at each ring, at each interval, and when the next task is
 * due. It has a thread of its own, so that neither the application's use of the server's executor
 * nor what handing over to it costs is between a call and its run. Rings that come while it polls,
 * or right after, are answered together, so a thousand calls cost a few claims.
 */
public final class PollLoop implements Runnable {

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
    private static final long PACE_NANOS = 5_000_000;
    private static final int ROUNDS_OF_A_UNIT = 50;

    private final Poller poller;
    private final Executor unit;
    private final Duration interval;
    private final Turn turn = new Turn("poller", this::round);

    private final ReentrantLock polling = new ReentrantLock();
    private final ReentrantLock ringing = new ReentrantLock();
    private final Condition rang = ringing.newCondition();
    private final Set<String> rung = new HashSet<>();
    private long allAt = System.nanoTime();
    private long roundAt = System.nanoTime() - PACE_NANOS;
    private volatile boolean closed;

    public PollLoop(Poller poller, Executor unit, Duration interval) {
        this.poller = poller;
        this.unit = unit;
        this.interval = interval;
    }

    public Turn turn() {
        return turn;
    }

    /** Polls one queue now. Never throws: it is called when a transaction has committed. */
    public void ring(String queue) {
        ringing.lock();
        try {
            rung.add(queue);
            rang.signal();
        } finally {
            ringing.unlock();
        }
    }

    /** Looks at all queues now. */
    public void ringForAll() {
        ringIn(Duration.ZERO);
    }

    /** Looks at all queues after a while, if the regular turn would come later. */
    public void ringIn(Duration delay) {
        if (delay.compareTo(interval) >= 0) {
            return;
        }
        // A millisecond more, since what is due to the microsecond is not due before it.
        long wanted = System.nanoTime() + (delay.isZero() ? 0 : delay.plusMillis(1).toNanos());
        ringing.lock();
        try {
            if (wanted - allAt < 0) {
                allAt = wanted;
                rang.signal();
            }
        } finally {
            ringing.unlock();
        }
    }

    /** Waits until there is something to look for, and polls until there is nothing more. */
    @Override
    public void run() {
        try {
            awaitRing();
            // While it waits it holds nothing of the server's.
            new Unit(unit, this::rounds).run();
        } catch (InterruptedException e) {
            // Waiting has come to an end, and what calls this goes on.
            Thread.currentThread().interrupt();
        }
    }

    private void rounds() {
        for (int i = 0; i < ROUNDS_OF_A_UNIT && !closed; i++) {
            turn.run();
            if (!isRung()) {
                return;
            }
        }
    }

    private boolean isRung() {
        ringing.lock();
        try {
            return !rung.isEmpty() && System.nanoTime() - roundAt >= PACE_NANOS;
        } finally {
            ringing.unlock();
        }
    }

    private void awaitRing() throws InterruptedException {
        ringing.lock();
        try {
            for (long left = untilRound(); left > 0 && !closed; left = untilRound()) {
                rang.await(left, TimeUnit.NANOSECONDS);
            }
        } finally {
            ringing.unlock();
        }
    }

    private long untilRound() {
        long now = System.nanoTime();
        long next = rung.isEmpty() ? allAt - now : 0;
        return Math.max(next, roundAt + PACE_NANOS - now);
    }

    private void round() {
        polling.lock();
        try {
            Rings rings = take();
            if (closed) {
                return;
            }
            if (rings.isForAll()) {
                poller.pollAll().ifPresent(this::ringIn);
            } else {
                rings.queues().forEach(poller::poll);
            }
        } finally {
            polling.unlock();
        }
    }

    private Rings take() {
        ringing.lock();
        try {
            long now = System.nanoTime();
            roundAt = now;
            Rings rings = new Rings(Set.copyOf(rung), now - allAt >= 0);
            rung.clear();
            if (rings.isForAll()) {
                allAt = now + interval.toNanos();
            }
            return rings;
        } finally {
            ringing.unlock();
        }
    }

    /**
     * Ends polling: when this returns, no claim is under way and none will follow, unless one hangs
     * in the database for longer than a statement may.
     */
    public void close() {
        closed = true;
        ringing.lock();
        try {
            rang.signal();
        } finally {
            ringing.unlock();
        }
        try {
            if (polling.tryLock(LONGEST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                polling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Rings(Set<String> queues, boolean isForAll) {}
}
