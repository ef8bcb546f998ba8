package org.backgroundtasks.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Several threads that do the same. Also part of the application. */
public final class Threads {

    private Threads() {}

    /** Runs something on each of so many threads; returns how many nanoseconds that took. */
    public static long time(int count, ThreadFactory threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count, threads);
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

    /** Does the same on threads of no server. */
    static long time(int count, Work work) throws Exception {
        return time(count, Executors.defaultThreadFactory(), work);
    }

    /** The tasks per second when several threads do so many together. */
    static double rate(int tasks, int count, Work work) throws Exception {
        return tasks / (time(count, work) / 1e9);
    }

    /** What may fail. */
    public interface Work {
        void run() throws Exception;
    }
}
