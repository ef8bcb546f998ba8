package org.backgroundtasks.internal.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration key: its name, its default as it would be written, and its rule.
 *
 * @param <T> what a value means
 */
record Key<T>(String name, String defaultValue, Rule<T> rule) {

    static final String PREFIX = "background-tasks.";

    /** What a default says that stands for "not set". */
    static final String UNSET = "";

    private static final int MOST_TYPOS = 4;
    private static final Set<String> NAMES = new TreeSet<>();

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration CENTURY = Duration.ofDays(36_525);

    static final Key<String> DATASOURCE =
            key("datasource", "java:comp/DefaultDataSource", Rule.JNDI_NAME);
    static final Key<SchemaMode> SCHEMA = key("schema", "create", Rule.SCHEMA_MODE);
    static final Key<String> DATABASE_SCHEMA = key("database-schema", UNSET, Rule.SQL_IDENTIFIER);
    static final Key<String> APPLICATION = key("application", UNSET, Rule.APPLICATION);
    static final Key<Integer> MAX_ARGUMENT_SIZE =
            key("max-argument-size", "1048576", Rule.whole(2, 64 * 1024 * 1024));
    static final Key<Integer> MAX_ATTEMPTS =
            key("max-attempts", "25", Rule.whole(1, Integer.MAX_VALUE));

    static final Key<Boolean> NOTIFY = key("notify", "false", Rule.BOOLEAN);
    static final Key<Boolean> VIRTUAL_THREADS = key("virtual-threads", "false", Rule.BOOLEAN);
    static final Key<Boolean> WORKER_ENABLED = key("worker.enabled", "true", Rule.BOOLEAN);
    static final Key<List<String>> WORKER_QUEUES =
            key("worker.queues", UNSET, Rule.listOf(Rule.QUEUE));
    static final Key<Integer> CONCURRENCY = key("concurrency", "10", Rule.whole(1, 10_000));
    static final Key<Integer> MAX_CONCURRENCY =
            key("max-concurrency", UNSET, Rule.whole(1, 10_000));
    static final Key<Duration> POLL_INTERVAL =
            key("poll-interval", "PT5S", Rule.duration(Duration.ofMillis(10), DAY));
    static final Key<Duration> LEASE = key("lease", "PT30S", Rule.duration(SECOND, DAY));
    static final Key<Integer> MAX_LOSSES = key("max-losses", "3", Rule.whole(1, 1_000));
    static final Key<Integer> MAX_SNOOZES =
            key("max-snoozes", "1000", Rule.whole(0, Integer.MAX_VALUE));
    static final Key<List<Duration>> BACKOFF =
            key("backoff", UNSET, Rule.listOf(Rule.BACKOFF_STEP));
    static final Key<Double> BACKOFF_JITTER = key("backoff.jitter", "0.1", Rule.share());
    static final Key<Duration> SHUTDOWN_TIMEOUT =
            key("shutdown-timeout", "PT20S", Rule.duration(Duration.ZERO, DAY));
    static final Key<Duration> RETENTION_SUCCEEDED =
            key("retention.succeeded", "P1D", Rule.duration(MILLISECOND, CENTURY));
    static final Key<Duration> RETENTION_FAILED =
            key("retention.failed", "P7D", Rule.duration(MILLISECOND, CENTURY));

    static final Key<Duration> RETENTION_OCCURRENCES =
            key("retention.occurrences", "P30D", Rule.duration(MILLISECOND, CENTURY));
    static final Key<Integer> RETENTION_OCCURRENCE_ROWS =
            key("retention.occurrences.rows", "1000", Rule.whole(1, 1_000_000));
    static final Key<ZoneId> ZONE = key("zone", "UTC", Rule.ZONE);

    /** {@code background-tasks.queue.<name>.concurrency}, and others of a queue. */
    static final String QUEUE_PREFIX = PREFIX + "queue.";

    static final String QUEUE_CONCURRENCY = ".concurrency";
    static final String QUEUE_LIMIT = ".limit";
    static final String QUEUE_RATE = ".rate";

    /** Before the name of a group. */
    static final String QUEUE_WEIGHT = ".weight.";

    private static <T> Key<T> key(String name, String defaultValue, Rule<T> rule) {
        NAMES.add(PREFIX + name);
        return new Key<>(PREFIX + name, defaultValue, rule);
    }

    /** The key that is most like a wrong one, as a question; empty if none is like it. */
    static String meant(String wrong) {
        return meant(wrong, NAMES.stream());
    }

    static String meant(String wrong, Stream<String> names) {
        return names.min(Comparator.comparingInt(name -> distance(name, wrong)))
                .filter(name -> distance(name, wrong) <= MOST_TYPOS)
                .map(name -> ", did you mean '%s'?".formatted(name))
                .orElse("");
    }

    /** How many letters to add, drop or change (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }

    static Set<String> names() {
        return NAMES;
    }

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    static String known() {
        return String.join(", ", NAMES)
                + ", "
                + Stream.of(QUEUE_CONCURRENCY, QUEUE_LIMIT, QUEUE_RATE, QUEUE_WEIGHT + "<group>")
                        .map(end -> QUEUE_PREFIX + "<name>" + end)
                        .collect(Collectors.joining(", "));
    }
}
