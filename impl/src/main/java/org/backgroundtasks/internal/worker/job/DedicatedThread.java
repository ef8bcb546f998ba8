package org.backgroundtasks.internal.worker.job;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a turn at a steady pace on a thread of its own, so that no other work on the server can
 * hold it up.
 */
public final class DedicatedThread {

    private static final Duration LONGEST_BEGIN = Duration.ofSeconds(10);
    private static final Duration INTERRUPTED_PAUSE = Duration.ofMillis(10);
    private static final long LOOK_MILLIS = 10;

    private final Runnable turn;
    private final Duration interval;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private DedicatedThread(ThreadFactory threads, Runnable turn, Duration interval) {
        this.turn = turn;
        this.interval = interval;
        this.thread = threads.newThread(this::run);
    }

    /** Returns when it has begun; throws if the server has ended it before, or is too slow. */
    static DedicatedThread start(ThreadFactory threads, Runnable turn, Duration interval) {
        return start(threads, turn, interval, LONGEST_BEGIN);
    }

    static DedicatedThread start(
            ThreadFactory threads, Runnable turn, Duration interval, Duration longestBegin) {
        DedicatedThread own = new DedicatedThread(threads, turn, interval);
        own.thread.start();
        try {
            own.awaitBegin(longestBegin);
        } catch (RuntimeException e) {
            // It may begin yet, and nobody knows of it.
            own.stop();
            throw e;
        }
        return own;
    }

    /**
     * GlassFish, while it deploys, can fail to set up the context of a thread, which then ends in
     * silence.
     */
    private void awaitBegin(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            boolean mayBegin = true;
            while (!begun.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!mayBegin) {
                    throw new IllegalStateException("the server has ended a thread before it ran");
                }
                // Looked at once more: it may have begun and ended since.
                mayBegin = thread.isAlive() && System.nanoTime() - deadline < 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        begun.countDown();
        if (stopped.getCount() == 0) {
            return;
        }
        long next = System.nanoTime();
        do {
            turn.run();
            // A turn that took long brings the next one no later.
            next = Math.max(next + interval.toNanos(), System.nanoTime());
        } while (!isStoppedBy(next));
    }

    /**
     * An interrupt is no reason to end: whoever may end the loop stops it. Interrupted again and
     * again it still waits a little between two turns.
     */
    private boolean isStoppedBy(long next) {
        try {
            return stopped.await(next - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LockSupport.parkNanos(INTERRUPTED_PAUSE.toNanos());
            return stopped.getCount() == 0;
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    public void stop() {
        stopped.countDown();
    }
}
