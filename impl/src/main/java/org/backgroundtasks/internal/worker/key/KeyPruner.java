package org.backgroundtasks.internal.worker.key;

import java.time.Duration;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.key.KeyStore;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Deletes keys that nobody has any more. It looks at some at a time, since no index tells which
 * they are, and goes on where it has stopped.
 */
public final class KeyPruner implements Runnable {

    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);

    private final KeyStore keys;
    private final Ticker ticker;
    private @Nullable TaskId after;

    public KeyPruner(KeyStore keys, Ticker ticker) {
        this.keys = keys;
        this.ticker = ticker;
    }

    @Override
    public void run() {
        long begun = ticker.nanoTime();
        do {
            after = keys.prune(after).orElse(null);
        } while (after != null && ticker.nanoTime() - begun < LONGEST_TURN.toNanos());
    }
}
