package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Settled;
import org.backgroundtasks.internal.store.Wanted;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** What is done to several rows at a time, where databases differ most. */
public interface Claims extends Renewals {

    List<ClaimedTask> claim(String queue, Wanted wanted, Room room, Duration lease);

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

    /** Makes a change, and returns how many rows it has changed. */
    int change(String what, FirstRows rows, Object... parameters);

    /** What this node holds now of the tasks of these leases; waits for nobody. */
    List<HeldLease> held(Collection<Lease> leases);

    /** A lease that is held, of a task that was perhaps asked to stop. */
    record HeldLease(Lease lease, boolean cancelRequested) {}
}
