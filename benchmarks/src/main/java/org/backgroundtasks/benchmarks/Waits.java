package org.backgroundtasks.benchmarks;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** How long tasks have waited for their start that were enqueued now and then. */
final class Waits {

    private static final int LEAST_PAUSE = 10;
    private static final int LONGEST_PAUSE = 40;

    private final Queue<Double> millis = new ConcurrentLinkedQueue<>();

    /** Says that a task has started that waited since then. */
    void startedAfter(long nanoTime) {
        millis.add((System.nanoTime() - nanoTime) / 1e6);
    }

    /**
     * Enqueues so many, with a pause before each, waits until all have started, and forgets them.
     */
    double quantile(int count, double share, Threads.Work enqueueOne) throws Exception {
        millis.clear();
        for (int i = 0; i < count; i++) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(LEAST_PAUSE, LONGEST_PAUSE));
            enqueueOne.run();
        }
        Waiting.until(Waiting.LONG, () -> millis.size() == count);
        return Quantile.of(millis.stream().mapToDouble(each -> each).sorted().toArray(), share);
    }
}
