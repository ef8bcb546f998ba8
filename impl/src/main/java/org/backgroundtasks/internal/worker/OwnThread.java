package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Takes a turn at a steady pace on a thread of its own, so that no other work on the server can
 * hold it up.
 */
final class OwnThread {

    private final Runnable turn;
    private final Duration interval;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private OwnThread(ThreadFactory threads, Runnable turn, Duration interval) {
        this.turn = turn;
        this.interval = interval;
        this.thread = threads.newThread(this::run);
    }

    static OwnThread start(ThreadFactory threads, Runnable turn, Duration interval) {
        OwnThread own = new OwnThread(threads, turn, interval);
        own.thread.start();
        return own;
    }

    private void run() {
        try {
            long next = System.nanoTime();
            do {
                turn.run();
                // A turn that took long brings the next one no later.
                next = Math.max(next + interval.toNanos(), System.nanoTime());
            } while (!stopped.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // The server ends its threads; whoever started this one knows.
            Thread.currentThread().interrupt();
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void stop() {
        stopped.countDown();
    }
}
