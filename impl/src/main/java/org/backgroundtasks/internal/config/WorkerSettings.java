package org.backgroundtasks.internal.config;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.LimitRule;

/**
 * How tasks are run on this node.
 *
 * @param queues the queues that this node serves; empty for all
 * @param concurrency tasks at once in a queue that is not in {@code queueConcurrency}
 * @param queueLimits of queues, in the whole cluster
 * @param queueWeights how many tasks groups of queues give in a round, if not one
 * @param maxConcurrency tasks at once on this node, over all queues
 * @param maxLosses after how many lost workers a task is FAILED
 */
public record WorkerSettings(
        boolean enabled,
        Set<String> queues,
        int concurrency,
        Map<String, Integer> queueConcurrency,
        Map<String, LimitRule> queueLimits,
        Map<String, Map<String, Integer>> queueWeights,
        int maxConcurrency,
        Duration pollInterval,
        Duration lease,
        int maxLosses,
        int maxSnoozes,
        Backoff backoff,
        Duration shutdownTimeout,
        Retention retention) {

    public WorkerSettings {
        queues = Set.copyOf(queues);
        queueConcurrency = Map.copyOf(queueConcurrency);
        queueLimits = Map.copyOf(queueLimits);
        queueWeights = Map.copyOf(queueWeights);
    }

    public int concurrencyOf(String queue) {
        return queueConcurrency.getOrDefault(queue, concurrency);
    }

    /** How many tasks a group of a queue gives in a round. */
    public int weightOf(String queue, String group) {
        return queueWeights.getOrDefault(queue, Map.of()).getOrDefault(group, 1);
    }

    public boolean serves(String queue) {
        return queues.isEmpty() || queues.contains(queue);
    }

    /**
     * How long what is over is kept.
     *
     * @param succeeded for tasks that have succeeded
     * @param failed for tasks that have failed, or were cancelled
     * @param occurrences for what has become of the instants of schedules
     * @param occurrenceRows how much of that is kept of a schedule, the newest
     */
    public record Retention(
            Duration succeeded, Duration failed, Duration occurrences, int occurrenceRows) {}
}
