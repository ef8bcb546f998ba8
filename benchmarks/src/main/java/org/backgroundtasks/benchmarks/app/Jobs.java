package org.backgroundtasks.benchmarks.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.concurrent.atomic.LongAdder;
import org.backgroundtasks.Background;
import org.backgroundtasks.Fair;
import org.backgroundtasks.Limit;
import org.backgroundtasks.Unique;

/** Tasks that do nothing, each in another way. */
@ApplicationScoped
public class Jobs {

    private final LongAdder done = new LongAdder();

    @Inject private Pickups pickups;

    /** Never runs: no worker serves its queue. */
    @Background(queue = "parked")
    public void parked(long number) {
        throw new IllegalStateException("parked " + number);
    }

    /** Never runs, and is unique. */
    @Background(queue = "parked")
    @Unique(key = "{0}")
    public void keyed(long number) {
        throw new IllegalStateException("keyed " + number);
    }

    @Background
    public void each(long number) {
        done.increment();
    }

    @Background
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public void outside(long number) {
        done.increment();
    }

    /** Under a limit that lets all of them in. */
    @Background
    @Limit(concurrency = 1_000)
    public void limited(long number) {
        done.increment();
    }

    /** Under a rate that lets all of them in. */
    @Background
    @Limit(rate = 10_000_000, per = 60)
    public void rated(long number) {
        done.increment();
    }

    /** Each account has a limit of its own. */
    @Background
    @Limit(key = "account-{0}", concurrency = 1_000)
    public void account(long number) {
        done.increment();
    }

    /** Groups take turns. */
    @Background
    @Fair(by = "group-{0}")
    public void fair(long number) {
        done.increment();
    }

    /** Three at a time, by a limit. */
    @Background
    @Limit(concurrency = 3)
    public void three(long number) {
        done.increment();
    }

    /** Three at a time, by the threads of their queue. */
    @Background(queue = "narrow")
    public void narrow(long number) {
        done.increment();
    }

    @Background(batch = 50)
    public void batched(long number) {
        done.increment();
    }

    @Background
    public void text(String text) {
        done.increment();
    }

    @Background
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public void pickup(long epochMicros) {
        pickups.picked(epochMicros);
        done.increment();
    }

    long done() {
        return done.sum();
    }
}
