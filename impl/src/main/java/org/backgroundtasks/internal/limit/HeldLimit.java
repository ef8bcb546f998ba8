package org.backgroundtasks.internal.limit;

import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.internal.task.LimitRule;
import org.jspecify.annotations.Nullable;

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

    /**
     * Those of a task.
     *
     * @param ofQueue of its queue; null if that has none
     * @param rules of its method
     * @param keys of these, in the same order
     */
    public static List<HeldLimit> all(
            String queue, @Nullable LimitRule ofQueue, List<LimitRule> rules, List<String> keys) {
        List<HeldLimit> limits = new ArrayList<>();
        if (ofQueue != null) {
            limits.add(ofQueue(queue, ofQueue));
        }
        for (int i = 0; i < rules.size(); i++) {
            limits.add(ofKey(keys.get(i), rules.get(i)));
        }
        return limits;
    }

    /** Whether it is one of all tasks of a queue. */
    public boolean isOfQueue() {
        return name.startsWith(QUEUE);
    }

    /** The key, or the name of the queue. */
    public String text() {
        return name.substring(isOfQueue() ? QUEUE.length() : KEY.length());
    }

    public boolean hasConcurrency() {
        return rule.concurrency() > 0;
    }

    public boolean hasRate() {
        return rule.rate() > 0;
    }
}
