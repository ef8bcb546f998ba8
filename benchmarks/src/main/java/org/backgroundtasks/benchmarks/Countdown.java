package org.backgroundtasks.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts what is done until all is. */
final class Countdown {

    private volatile CountDownLatch left = new CountDownLatch(0);

    void from(int count) {
        left = new CountDownLatch(count);
    }

    void count() {
        left.countDown();
    }

    void await() throws InterruptedException {
        if (!left.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " are left");
        }
    }
}
