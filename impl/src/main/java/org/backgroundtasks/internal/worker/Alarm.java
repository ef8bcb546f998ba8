package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer for the earliest of all times that were asked for, so that a thousand delays cost few.
 */
final class Alarm {

    private final ScheduledExecutorService scheduler;
    private final Runnable action;
    private @Nullable Future<?> timer;
    private long at;

    Alarm(ScheduledExecutorService scheduler, Runnable action) {
        this.scheduler = scheduler;
        this.action = action;
    }

    /**
     * Makes the action happen after a delay, unless it will happen earlier anyway. Throws nothing.
     */
    synchronized void set(Duration delay) {
        long wanted = System.nanoTime() + delay.toNanos();
        if (timer != null && wanted - at >= 0) {
            return;
        }
        clear();
        try {
            // A millisecond more, since what is due to the microsecond is not due before it.
            timer =
                    scheduler.schedule(
                            this::ring, Math.max(0, delay.toMillis()) + 1, TimeUnit.MILLISECONDS);
            at = wanted;
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("The executor takes no more work", e);
        }
    }

    private void ring() {
        synchronized (this) {
            timer = null;
        }
        action.run();
    }

    synchronized void clear() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
