package org.backgroundtasks.benchmarks.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The server's own persistent timers, each of which expires once and does nothing. */
@Stateless
public class Timers {

    private static final LongAdder DONE = new LongAdder();
    private static final AtomicLong LAST = new AtomicLong();

    @Resource private TimerService timers;

    /** Makes a timer, in a transaction of its own. */
    public void schedule(Instant due) {
        timers.createSingleActionTimer(Date.from(due), new TimerConfig(null, true));
    }

    /** Makes several in one transaction. */
    public void schedule(Instant due, int count) {
        for (int i = 0; i < count; i++) {
            schedule(due);
        }
    }

    @Timeout
    void expired(Timer timer) {
        DONE.increment();
        LAST.set(System.currentTimeMillis());
    }

    static long done() {
        return DONE.sum();
    }

    static long last() {
        return LAST.get();
    }
}
