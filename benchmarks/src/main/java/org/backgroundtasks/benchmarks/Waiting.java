package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what will come. */
final class Waiting {

    /** Longer than anything takes that comes at all. */
    static final Duration LONG = Duration.ofMinutes(5);

    private Waiting() {}

    static void until(Duration longest, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited in vain for " + longest);
            }
            Thread.sleep(50);
        }
    }
}
