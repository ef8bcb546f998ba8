package org.backgroundtasks.benchmarks;

import java.util.Locale;

/** What is measured. */
enum Measure {
    ENQUEUE_1("enqueue, 1 thread, one transaction each", 8_000),
    ENQUEUE_8("enqueue, 8 threads, one transaction each", 24_000),
    ENQUEUE_BULK("enqueue, 1,000 in a transaction", 100_000),
    ENQUEUE_KEYED("enqueue, 8 threads, each with a new key", 24_000),
    ENQUEUE_KEPT("enqueue, 8 threads, each with a key that stands", 24_000),
    ENQUEUE_KEYED_BULK("enqueue, 1,000 in a transaction, each with a new key", 100_000),
    DRAIN("drain, each in its own transaction with its work", 30_000),
    DRAIN_OUTSIDE("drain, outcomes apart from the work", 60_000),
    DRAIN_BATCHED("drain, 50 to a transaction with their work", 60_000),
    DRAIN_LIMITED("drain, under a limit of concurrency that lets all in", 30_000),
    DRAIN_RATED("drain, under a rate that lets all in", 30_000),
    DRAIN_ACCOUNTS("drain, 10,000 keys of a limit", 30_000),
    DRAIN_NARROW("drain, a queue of three threads", 15_000),
    DRAIN_THREE("drain, a limit of three on ten threads", 15_000),
    DRAIN_FAIR("drain, 1,000 groups that take turns", 100_000),
    BOTH("enqueue from 4 threads and drain at once", 16_000),
    BOTH_1K("the same, with 1,000 characters of arguments", 16_000),
    BOTH_10K("the same, with 10,000", 6_000),
    BOTH_100K("the same, with 100,000", 1_200),
    DRAIN_FUTURE("drain, 1,000,000 tasks waiting for their time", 30_000),
    DRAIN_BEHIND("drain, 500,000 due tasks behind", 30_000),
    DRAIN_FINISHED("drain, 1,000,000 ended tasks not yet pruned", 30_000),
    DRAIN_BESIDE("drain, another transaction open all the while", 30_000),
    DRAIN_ONE_OF_TWO("drain, the first of two nodes alone", 60_000),
    DRAIN_TWO_NODES("drain, two nodes", 60_000),
    PICKUP_P50("pickup, idle, p50 in ms", 400),
    PICKUP_P99("pickup, idle, p99 in ms", 400),
    PICKUP_OTHER_P50("pickup, idle, another node, p50 in ms", 400),
    PICKUP_OTHER_P99("pickup, idle, another node, p99 in ms", 400);

    private final String title;
    private final int tasks;

    Measure(String title, int tasks) {
        this.title = title;
        this.tasks = tasks;
    }

    String title() {
        return title;
    }

    /** How many tasks a trial has; with a scale of 1 it takes a few seconds. */
    int tasks(double scale) {
        int rounded = (int) (tasks * scale) / atOnce() * atOnce();
        return Math.max(rounded, atOnce());
    }

    private int atOnce() {
        return name().endsWith("BULK") ? 1_000 : isTime() ? 20 : 40;
    }

    boolean isOfTwoNodes() {
        return this == DRAIN_ONE_OF_TWO
                || this == DRAIN_TWO_NODES
                || name().startsWith("PICKUP_OTHER");
    }

    /** Whether the value is a time, which had better be small, and not a rate. */
    boolean isTime() {
        return name().startsWith("PICKUP");
    }

    /** Whether it runs code that no measure before it has run often. */
    boolean needsWarmUp() {
        return comparedWith() == this
                || name().startsWith("ENQUEUE_KE")
                || this == DRAIN_BATCHED
                || this == DRAIN_LIMITED
                || this == DRAIN_RATED
                || isOfTwoNodes();
    }

    /** What it is to be as good as, where that is another measure and not plain JDBC. */
    Measure comparedWith() {
        return switch (this) {
            case DRAIN_BATCHED,
                    DRAIN_LIMITED,
                    DRAIN_RATED,
                    DRAIN_ACCOUNTS,
                    DRAIN_FAIR,
                    DRAIN_NARROW,
                    DRAIN_FUTURE,
                    DRAIN_BEHIND,
                    DRAIN_FINISHED,
                    DRAIN_BESIDE,
                    DRAIN_ONE_OF_TWO ->
                    DRAIN;
            case DRAIN_THREE -> DRAIN_NARROW;
            case ENQUEUE_KEYED, ENQUEUE_KEPT -> ENQUEUE_8;
            case ENQUEUE_KEYED_BULK -> ENQUEUE_BULK;
            case DRAIN_TWO_NODES -> DRAIN_ONE_OF_TWO;
            case BOTH_1K, BOTH_10K, BOTH_100K -> BOTH;
            default -> this;
        };
    }

    /** By its name in small letters, with hyphens. */
    static Measure of(String key) {
        return valueOf(key.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
