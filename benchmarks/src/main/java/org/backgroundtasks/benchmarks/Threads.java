package org.backgroundtasks.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that do the same. */
final class Threads {

    private Threads() {}

    /** Runs something on each of so many threads; returns how many nanoseconds that took. */
    static long time(int count, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count);
        try {
            long start = System.nanoTime();
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(
                        executor.submit(
                                () -> {
                                    work.run();
                                    return null;
                                }));
            }
            for (Future<Void> one : all) {
                one.get();
            }
            return System.nanoTime() - start;
        } finally {
            executor.shutdown();
        }
    }

    /** What may fail. */
    interface Work {
        void run() throws Exception;
    }
}
