package org.backgroundtasks.internal.worker;

import java.util.concurrent.atomic.LongAdder;

/** What the worker counts for whoever watches it. */
final class Counters {

    private final LongAdder lostLeases = new LongAdder();
    private volatile long strangers;
    private volatile long unserved;

    void leaseLost() {
        lostLeases.increment();
    }

    long lostLeases() {
        return lostLeases.sum();
    }

    void strangers(long waiting) {
        strangers = waiting;
    }

    long strangers() {
        return strangers;
    }

    void unserved(long waiting) {
        unserved = waiting;
    }

    long unserved() {
        return unserved;
    }
}
