package org.backgroundtasks.internal.worker.key;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.key.KeyStore;
import org.jspecify.annotations.Nullable;

/**
 * Deletes keys that nobody has any more. It looks at some at a time, since no index tells which
 * they are, and goes on where it has stopped.
 */
public final class KeyPruner implements Runnable {

    private static final int MOST_LOOKS = 100;

    private final KeyStore keys;
    private @Nullable TaskId after;

    public KeyPruner(KeyStore keys) {
        this.keys = keys;
    }

    @Override
    public void run() {
        for (int i = 0; i < MOST_LOOKS; i++) {
            after = keys.prune(after).orElse(null);
            if (after == null) {
                return;
            }
        }
    }
}
