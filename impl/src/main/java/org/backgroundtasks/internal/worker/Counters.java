package org.backgroundtasks.internal.worker;

import java.util.concurrent.atomic.LongAdder;

/** What the worker counts for whoever watches it. */
public final class Counters {

    private final LongAdder lostLeases = new LongAdder();
    private volatile long unresolved;
    private volatile long unserved;

    public void leaseLost() {
        lostLeases.increment();
    }

    public long lostLeases() {
        return lostLeases.sum();
    }

    public void unresolved(long waiting) {
        unresolved = waiting;
    }

    public long unresolved() {
        return unresolved;
    }

    public void unserved(long waiting) {
        unserved = waiting;
    }

    public long unserved() {
        return unserved;
    }
}
