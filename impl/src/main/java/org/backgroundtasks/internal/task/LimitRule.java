package org.backgroundtasks.internal.task;

import java.time.Duration;

/**
 * A limit as this node has it.
 *
 * @param template of its key
 * @param concurrency how many tasks of a key may run at once; 0 for any number
 * @param rate how many may start in a while; 0 for any number
 * @param per how long that while is
 */
public record LimitRule(String template, int concurrency, int rate, Duration per) {

    /** How many limits a method may have at most. */
    public static final int MOST = 5;

    /** Whether all tasks have the template itself as their key. */
    public boolean isForAll() {
        return template.indexOf('{') < 0;
    }

    /** Whether it has the same numbers as another. */
    public boolean hasNumbersOf(LimitRule other) {
        return concurrency == other.concurrency
                && rate == other.rate
                && (rate == 0 || per.equals(other.per));
    }
}
