package org.backgroundtasks.internal.limit;

import org.backgroundtasks.internal.task.LimitRule;

/**
 * A limit that a task has.
 *
 * @param name says what is limited, in the whole application
 */
public record HeldLimit(String name, LimitRule rule) {

    private static final String KEY = "key:";
    private static final String QUEUE = "queue:";

    /**
     * One that its method declares.
     *
     * @param key as {@link org.backgroundtasks.internal.task.Lane#key} keeps it
     */
    public static HeldLimit ofKey(String key, LimitRule rule) {
        return new HeldLimit(KEY + key, rule);
    }

    /** One of all tasks of a queue. */
    public static HeldLimit ofQueue(String queue, LimitRule rule) {
        return new HeldLimit(QUEUE + queue, rule);
    }

    public boolean hasConcurrency() {
        return rule.concurrency() > 0;
    }

    public boolean hasRate() {
        return rule.rate() > 0;
    }
}
