package org.backgroundtasks.internal.worker.queue;

/**
 * How long a thread of an executor has lately needed for a task, as a moving average. Not safe for
 * several threads.
 */
final class Pace {

    /** Of the latest task; the rest is what came before. */
    private static final double WEIGHT = 0.1;

    private double nanosPerTask = Double.NaN;

    /** Takes note of tasks that were run one after the other, or together. */
    void ran(int tasks, long nanos) {
        double latest = (double) nanos / tasks;
        nanosPerTask =
                Double.isNaN(nanosPerTask)
                        ? latest
                        : nanosPerTask + WEIGHT * (latest - nanosPerTask);
    }

    /** How many tasks one thread runs in a while; none as long as that is not known. */
    double tasksIn(long nanos) {
        return Double.isNaN(nanosPerTask) ? 0 : nanos / Math.max(1, nanosPerTask);
    }
}
