package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.StopReason;

/** Stops bodies that take longer than they may. */
final class Timeouts {

    private static final Timer NONE = () -> {};

    private final ScheduledExecutorService scheduler;

    Timeouts(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** Starts to count; a timeout of zero never passes. */
    Timer start(RunningTask running, Duration timeout) {
        if (timeout.isZero()) {
            return NONE;
        }
        ScheduledFuture<?> stop =
                scheduler.schedule(
                        () -> running.stop(StopReason.TIMED_OUT),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        return () -> stop.cancel(false);
    }

    /** A running count; closing ends it. */
    interface Timer extends AutoCloseable {

        @Override
        void close();
    }
}
