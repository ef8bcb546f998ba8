package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what will come. */
final class Waiting {

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
