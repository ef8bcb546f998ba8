package org.backgroundtasks.internal.worker.schedule;

import java.time.Duration;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;

/** Deletes what was recorded of schedules after its retention, in small batches. */
public final class LedgerPruner implements Runnable {

    private static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 100;

    private final ScheduleStore store;
    private final Duration retention;

    public LedgerPruner(ScheduleStore store, Duration retention) {
        this.store = store;
        this.retention = retention;
    }

    @Override
    public void run() {
        for (int i = 0; i < MOST_BATCHES && store.prune(retention, BATCH) >= BATCH; i++) {
            // Until there is less than a batch.
        }
        store.pruneSchedules(retention);
    }
}
