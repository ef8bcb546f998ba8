package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.backgroundtasks.internal.time.Ticker;

/**
 * What was said of queues that have something to claim, until somebody takes it. Rings that come
 * while nobody takes them, or right after, are taken together.
 */
public final class Rings {

    private static final long PACE_NANOS = 5_000_000;

    private final Duration interval;
    private final Ticker ticker;
    private final ReentrantLock ringing = new ReentrantLock();
    private final Condition rang = ringing.newCondition();
    private final Set<String> rung = new HashSet<>();
    private long allAt;
    private long takenAt;
    private boolean isPressing;
    private volatile boolean closed;

    /**
     * Makes one.
     *
     * @param interval after which all queues are looked at, also without a ring
     */
    public Rings(Duration interval, Ticker ticker) {
        this.interval = interval;
        this.ticker = ticker;
        allAt = ticker.nanoTime();
        takenAt = allAt - PACE_NANOS;
    }

    /**
     * Asks for a look at one queue. Never throws: it is called when a transaction has committed.
     */
    public void ring(String queue) {
        ring(queue, false);
    }

    /** Does so, and others that come right after are not waited for. Never throws. */
    public void ringPressing(String queue) {
        ring(queue, true);
    }

    private void ring(String queue, boolean presses) {
        ringing.lock();
        try {
            rung.add(queue);
            isPressing |= presses;
            rang.signal();
        } finally {
            ringing.unlock();
        }
    }

    /** Asks for a look at all queues. */
    public void ringForAll() {
        ringIn(Duration.ZERO);
    }

    /** Asks for one after a while, if the regular turn would come later. */
    public void ringIn(Duration delay) {
        if (delay.compareTo(interval) >= 0) {
            return;
        }
        // A millisecond more, since what is due to the microsecond is not due before it.
        long wanted = ticker.nanoTime() + (delay.isZero() ? 0 : delay.plusMillis(1).toNanos());
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

    /** Waits until there is something to take. */
    void await() throws InterruptedException {
        ringing.lock();
        try {
            for (long left = untilNext(); left > 0 && !closed; left = untilNext()) {
                rang.await(left, TimeUnit.NANOSECONDS);
            }
        } finally {
            ringing.unlock();
        }
    }

    private long untilNext() {
        long now = ticker.nanoTime();
        long next = rung.isEmpty() ? allAt - now : 0;
        return isPressing ? next : Math.max(next, takenAt + PACE_NANOS - now);
    }

    /** Whether a queue has something, and it is time to take it. */
    boolean isRung() {
        ringing.lock();
        try {
            return !rung.isEmpty() && (isPressing || ticker.nanoTime() - takenAt >= PACE_NANOS);
        } finally {
            ringing.unlock();
        }
    }

    Taken take() {
        ringing.lock();
        try {
            long now = ticker.nanoTime();
            takenAt = now;
            Taken taken = new Taken(Set.copyOf(rung), now - allAt >= 0);
            rung.clear();
            isPressing = false;
            if (taken.isForAll()) {
                allAt = now + interval.toNanos();
            }
            return taken;
        } finally {
            ringing.unlock();
        }
    }

    /** From here on nobody waits. */
    void close() {
        closed = true;
        ringing.lock();
        try {
            rang.signal();
        } finally {
            ringing.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * What was rung for.
     *
     * @param isForAll whether all queues are to be looked at
     */
    record Taken(Set<String> queues, boolean isForAll) {}
}
