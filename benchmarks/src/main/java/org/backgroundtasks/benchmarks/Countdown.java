package org.backgroundtasks.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is done until all is. */
final class Countdown {

    private final AtomicLong firstAt = new AtomicLong();
    private volatile CountDownLatch left = new CountDownLatch(0);

    void count() {
        firstAt.compareAndSet(0, System.nanoTime());
        left.countDown();
    }

    /** The tasks per second from the begin of some work until so many tasks were counted. */
    double rate(int tasks, Threads.Work work) throws Exception {
        begin(tasks);
        long start = System.nanoTime();
        work.run();
        await(left);
        return rate(tasks, start);
    }

    /** The tasks per second from the first that was counted to the last. */
    double rateFromFirst(int tasks, Threads.Work work) throws Exception {
        begin(tasks);
        work.run();
        await(left);
        return rate(tasks - 1, firstAt.get());
    }

    private void begin(int tasks) {
        firstAt.set(0);
        left = new CountDownLatch(tasks);
    }

    private static double rate(int tasks, long start) {
        return tasks / ((System.nanoTime() - start) / 1e9);
    }

    private void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " are left");
        }
    }
}
