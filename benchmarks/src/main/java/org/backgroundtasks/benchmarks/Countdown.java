package org.backgroundtasks.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts what is done until all is. */
final class Countdown {

    private volatile CountDownLatch left = new CountDownLatch(0);

    void count() {
        left.countDown();
    }

    /** The tasks per second from the begin of some work until so many tasks were counted. */
    double rate(int tasks, Threads.Work work) throws Exception {
        left = new CountDownLatch(tasks);
        long start = System.nanoTime();
        work.run();
        if (!left.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " are left");
        }
        return tasks / ((System.nanoTime() - start) / 1e9);
    }
}
