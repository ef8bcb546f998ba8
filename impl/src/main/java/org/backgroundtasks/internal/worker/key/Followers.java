package org.backgroundtasks.internal.worker.key;

import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.key.KeyStore;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.worker.claim.DueWork;

/**
 * Lets tasks go on that wait for the end of the one with their key. Nothing has to tell it of an
 * end: it looks with each poll, and says which tasks are worth a poll when they end here.
 */
public final class Followers implements DueWork {

    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_KNOWN = 1_000;

    private final KeyStore keys;
    private volatile Set<TaskId> followed = Set.of();

    public Followers(KeyStore keys) {
        this.keys = keys;
    }

    /** Whether some task waits for this one, as far as this node knows. */
    public boolean areOf(TaskId task) {
        return followed.contains(task);
    }

    @Override
    public Done work(WorkSnapshot snapshot) {
        if (!snapshot.hasFollowers()) {
            followed = Set.of();
            return new Done(false, Optional.empty());
        }
        // Known first: one that ends from here on asks for a poll, and of others the end is seen.
        followed = keys.followed(MOST_KNOWN);
        return new Done(keys.unblock(MOST_AT_ONCE) > 0, Optional.empty());
    }
}
