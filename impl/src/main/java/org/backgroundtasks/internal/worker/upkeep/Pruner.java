package org.backgroundtasks.internal.worker.upkeep;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.backgroundtasks.internal.config.WorkerSettings.Retention;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.job.Turn;

/**
 * Deletes ended tasks after their retention, in small batches. When it is through it knows when the
 * next ones can be deleted, and does not ask before.
 */
public final class Pruner implements Runnable {

    private static final int BATCH = 1_000;

    private final UpkeepStore upkeep;
    private final Retention retention;
    private final Ticker ticker;
    private long nextAt;

    public Pruner(UpkeepStore upkeep, Retention retention, Ticker ticker) {
        this.upkeep = upkeep;
        this.retention = retention;
        this.ticker = ticker;
        nextAt = ticker.nanoTime();
    }

    @Override
    public void run() {
        if (ticker.nanoTime() - nextAt < 0) {
            return;
        }
        LongAdder total = new LongAdder();
        Turn.of(
                ticker,
                () -> {
                    int pruned = upkeep.prune(retention.succeeded(), retention.failed(), BATCH);
                    total.add(pruned);
                    return pruned == BATCH;
                });
        if (total.intValue() > 0) {
            WorkerMessages.LOG.pruned(total.intValue());
        }
        nextAt = ticker.nanoTime() + untilNext().toNanos();
    }

    private Duration untilNext() {
        Duration first = Durations.shorter(retention.succeeded(), retention.failed());
        return upkeep.untilPrunable(retention.succeeded(), retention.failed())
                .map(next -> Durations.shorter(first, next))
                .orElse(first);
    }
}
