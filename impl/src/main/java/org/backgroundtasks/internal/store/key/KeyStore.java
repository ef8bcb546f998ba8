package org.backgroundtasks.internal.store.key;

import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What the worker does with keys. Each method commits by itself; what the database fails to do is a
 * {@link org.backgroundtasks.TaskStoreException}.
 */
public interface KeyStore {

    /** Tasks that others wait to follow, as many as {@code limit}; some may have ended. */
    Set<TaskId> followed(int limit);

    /**
     * Moves BLOCKED tasks on that wait to follow one with the same key, where that has ended.
     *
     * @param limit how many at most
     * @return how many
     */
    int unblock(int limit);

    /**
     * Deletes keys that nobody has any more, of tasks that cannot be brought back.
     *
     * @param after the key where the last look has stopped; null to begin
     * @return the key where this look has stopped; empty if it has come to the end
     */
    Optional<TaskId> prune(@Nullable TaskId after);
}
