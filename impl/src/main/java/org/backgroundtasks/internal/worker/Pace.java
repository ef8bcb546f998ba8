package org.backgroundtasks.internal.worker;

/**
 * How long a thread of a lane has lately needed for a task, and how long its arguments were, as
 * moving averages. Not safe for several threads.
 */
final class Pace {

    /** Of the latest task; the rest is what came before. */
    private static final double WEIGHT = 0.1;

    private double nanosPerTask = Double.NaN;
    private double characters = Double.NaN;

    /** Takes note of tasks that were run one after the other, or together. */
    void ran(int tasks, long nanos) {
        nanosPerTask = average(nanosPerTask, (double) nanos / tasks);
    }

    /** Takes note of a task that was claimed. */
    void claimed(RunningTask task) {
        characters = average(characters, task.task().invocation().arguments().length());
    }

    private static double average(double before, double latest) {
        return Double.isNaN(before) ? latest : before + WEIGHT * (latest - before);
    }

    /** How many tasks one thread runs in a while; none as long as that is not known. */
    double tasksIn(long nanos) {
        return Double.isNaN(nanosPerTask) ? 0 : nanos / Math.max(1, nanosPerTask);
    }

    /** How long the arguments of a task are in JSON; at least one. */
    double characters() {
        return Double.isNaN(characters) ? 1 : Math.max(1, characters);
    }
}
