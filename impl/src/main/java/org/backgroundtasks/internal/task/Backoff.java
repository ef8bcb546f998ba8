package org.backgroundtasks.internal.task;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The delay before the next attempt.
 *
 * <p>By default attempt⁴ + 5 seconds, as in DelayedJob and Django Background Tasks: about half a
 * minute for the second failure, a day for the seventeenth. Or a list of delays, of which the last
 * one repeats. Jitter moves each delay up or down by at most that share, so that tasks that failed
 * together do not come back together. Before jitter, no computed delay is longer than a year.
 *
 * @param steps the delays after the first, second, … attempt; empty for attempt⁴ + 5 s
 * @param jitter zero to one
 */
public record Backoff(List<Duration> steps, double jitter) {

    private static final Duration LONGEST = Duration.ofDays(365);

    public Backoff {
        steps = List.copyOf(steps);
    }

    /** The same with the delays of a method, if it has some. */
    public Backoff orOwn(List<Duration> own) {
        return own.isEmpty() ? this : new Backoff(own, jitter);
    }

    public Duration after(int attempt, RandomGenerator random) {
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(base(attempt).toMillis() * factor));
    }

    private Duration base(int attempt) {
        if (steps.isEmpty()) {
            double seconds = Math.min(Math.pow(attempt, 4) + 5, LONGEST.toSeconds());
            return Duration.ofSeconds((long) seconds);
        }
        return steps.get(Math.min(attempt, steps.size()) - 1);
    }
}
