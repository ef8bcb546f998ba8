package org.backgroundtasks.internal.worker.key;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.key.KeyStore;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.job.Turn;
import org.jspecify.annotations.Nullable;

/**
 * Deletes keys that nobody has any more. It looks at some at a time, since no index tells which
 * they are, and goes on where it has stopped.
 */
public final class KeyPruner implements Runnable {

    private final KeyStore keys;
    private final Ticker ticker;
    private @Nullable TaskId after;

    public KeyPruner(KeyStore keys, Ticker ticker) {
        this.keys = keys;
        this.ticker = ticker;
    }

    @Override
    public void run() {
        Turn.of(
                ticker,
                () -> {
                    after = keys.prune(after).orElse(null);
                    return after != null;
                });
    }
}
