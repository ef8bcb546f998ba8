package org.backgroundtasks.internal.store.engine;

import java.util.Collection;
import java.util.Map;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.worker.Settled;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** Records outcomes of several tasks, or of one within its transaction, where databases differ. */
public interface Settling {

    /**
     * Records success, or gives back; nothing changes for leases that are no longer held, nor for
     * rows that somebody has locked.
     *
     * @return where those stand that have changed
     */
    Map<Lease, TaskState> settle(Transition transition, Collection<Lease> leases);

    /**
     * Records success in the current transaction, which goes on whatever comes of it. May wait for
     * a row that somebody has locked.
     */
    Settled succeed(Lease lease);
}
