package org.backgroundtasks.internal.worker.limit;

import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.job.Turn;

/** Deletes limits that nobody uses, in small batches. */
public final class LimitPruner implements Runnable {

    private static final int BATCH = 500;

    private final LaneStore store;
    private final Ticker ticker;

    public LimitPruner(LaneStore store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    @Override
    public void run() {
        Turn.of(ticker, () -> store.prune(BATCH) == BATCH);
    }
}
