package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.Optional;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;

/** What becomes due beside tasks, and makes tasks due then. Used by one thread at a time. */
public interface DueWork {

    /** Does what is due. */
    Done work(WorkSnapshot snapshot);

    /**
     * What was done.
     *
     * @param hasStored whether there are more tasks that are due, or soon will be
     * @param next how long until there is more to do, if that is known
     */
    record Done(boolean hasStored, Optional<Duration> next) {}
}
