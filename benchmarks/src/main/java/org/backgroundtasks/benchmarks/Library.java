package org.backgroundtasks.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/** A way to store tasks and run them in this program. */
abstract class Library implements Contender {

    private static final int BATCH = 1_000;

    /** What any of them can do; some add to it. */
    @Override
    public Map<Measure, Trial> trials() {
        Map<Measure, Trial> trials = new EnumMap<>(Measure.class);
        trials.put(Measure.ENQUEUE_1, tasks -> enqueue(1, tasks));
        trials.put(Measure.ENQUEUE_8, tasks -> enqueue(8, tasks));
        trials.put(Measure.ENQUEUE_BULK, this::enqueueBulk);
        trials.put(Measure.DRAIN_OUTSIDE, this::drainOutside);
        trials.put(Measure.BOTH, this::both);
        return trials;
    }

    /** Adds what can be asked of those that do not only poll. */
    static Map<Measure, Trial> withPickups(Map<Measure, Trial> trials, Pickups pickups) {
        trials.put(Measure.PICKUP_P50, count -> pickups.quantile(count, 0.5));
        trials.put(Measure.PICKUP_P99, count -> pickups.quantile(count, 0.99));
        return trials;
    }

    abstract double enqueue(int threads, int tasks) throws Exception;

    abstract double enqueueBulk(int tasks) throws Exception;

    abstract double drainOutside(int tasks) throws Exception;

    abstract double both(int tasks) throws Exception;

    /** Does so many in batches of a thousand. */
    static void inBatches(int tasks, Batch batch) throws Exception {
        for (int left = tasks; left > 0; left -= BATCH) {
            batch.of(Math.min(left, BATCH));
        }
    }

    /** Several at once. */
    interface Batch {
        void of(int count) throws Exception;
    }

    /** How long tasks wait that find an idle worker, in milliseconds. */
    interface Pickups {
        double quantile(int count, double share) throws Exception;
    }
}
