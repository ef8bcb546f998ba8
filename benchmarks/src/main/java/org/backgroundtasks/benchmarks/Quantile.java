package org.backgroundtasks.benchmarks;

/** What so many of all values do not exceed. */
final class Quantile {

    private Quantile() {}

    static double of(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }
}
