package org.backgroundtasks.internal.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;

/** Reads what is configured of single queues: {@code background-tasks.queue.<name>.<what>}. */
final class QueueSettings {

    private static final Rule<Integer> LIMIT = Rule.whole(1, Integer.MAX_VALUE);
    private static final Rule<Integer> WEIGHT = Rule.whole(1, 100);
    private static final Pattern RATE = Pattern.compile("([^/]*)/([^/]*)");
    private static final Rule<Duration> PER =
            Rule.duration(Duration.ofMillis(1), Duration.ofDays(365));

    private final ConfigValues values;
    private final Map<String, Integer> concurrency = new HashMap<>();
    private final Map<String, Integer> limits = new HashMap<>();
    private final Map<String, Rate> rates = new HashMap<>();
    private final Map<String, Map<String, Integer>> weights = new HashMap<>();

    QueueSettings(ConfigValues values) {
        this.values = values;
    }

    /** Some tasks in a while. */
    private record Rate(int tasks, Duration per) {

        static Rate read(String text) throws Rule.Violation {
            Matcher parts = RATE.matcher(text);
            if (!parts.matches()) {
                throw new Rule.Violation(
                        "a number of tasks and an ISO-8601 duration are expected, for example 100/PT1M");
            }
            return new Rate(LIMIT.read(parts.group(1).strip()), PER.read(parts.group(2).strip()));
        }
    }

    /** Reads a key; returns false if it is none of a queue. */
    boolean read(String name) {
        return readWeight(name)
                || read(name, Key.QUEUE_CONCURRENCY, Key.CONCURRENCY.rule(), concurrency)
                || read(name, Key.QUEUE_LIMIT, LIMIT, limits)
                || read(name, Key.QUEUE_RATE, Rate::read, rates);
    }

    private <T> boolean read(String name, String end, Rule<T> rule, Map<String, T> byQueue) {
        Optional<String> queue = queue(name, end);
        queue.ifPresent(one -> values.find(name, rule).ifPresent(value -> byQueue.put(one, value)));
        return queue.isPresent();
    }

    /** The first place is where the name of the queue ends: a group may have dots. */
    private boolean readWeight(String name) {
        int place = name.indexOf(Key.QUEUE_WEIGHT, Key.QUEUE_PREFIX.length());
        String group = place < 0 ? "" : name.substring(place + Key.QUEUE_WEIGHT.length());
        if (!name.startsWith(Key.QUEUE_PREFIX)
                || place <= Key.QUEUE_PREFIX.length()
                || group.isEmpty()) {
            return false;
        }
        String queue = name.substring(Key.QUEUE_PREFIX.length(), place);
        values.find(name, WEIGHT).ifPresent(weight -> addWeight(queue, group, weight));
        return true;
    }

    /** A group is stored as it is, or hidden. */
    private void addWeight(String queue, String group, int weight) {
        Map<String, Integer> ofQueue = weights.computeIfAbsent(queue, any -> new HashMap<>());
        ofQueue.put(Lane.group(group, false), weight);
        ofQueue.put(Lane.group(group, true), weight);
    }

    private static Optional<String> queue(String name, String end) {
        int length = name.length() - end.length();
        boolean isOfQueue =
                name.startsWith(Key.QUEUE_PREFIX)
                        && name.endsWith(end)
                        && length > Key.QUEUE_PREFIX.length();
        return isOfQueue
                ? Optional.of(name.substring(Key.QUEUE_PREFIX.length(), length))
                : Optional.empty();
    }

    /** How many tasks run at once on a node. */
    Map<String, Integer> concurrency() {
        return concurrency;
    }

    /** How many tasks groups give in a round, by the queues and by what is stored of the groups. */
    Map<String, Map<String, Integer>> weights() {
        return weights;
    }

    /** What holds in the cluster. */
    Map<String, LimitRule> limits() {
        Map<String, LimitRule> rules = new HashMap<>();
        Set<String> queues = new TreeSet<>(limits.keySet());
        queues.addAll(rates.keySet());
        for (String queue : queues) {
            Rate rate = rates.getOrDefault(queue, new Rate(0, Duration.ofSeconds(1)));
            rules.put(
                    queue,
                    new LimitRule(queue, limits.getOrDefault(queue, 0), rate.tasks(), rate.per()));
        }
        return rules;
    }
}
