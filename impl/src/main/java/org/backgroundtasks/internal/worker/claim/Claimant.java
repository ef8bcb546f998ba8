package org.backgroundtasks.internal.worker.claim;

import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.ClaimedTask;

/** Claims tasks for this node, and runs what it has claimed. */
interface Claimant {

    List<ClaimedTask> claim(String queue, Wanted wanted, Room room);

    /** The queues of READY tasks that have lost a worker, and as many as are wanted. */
    Set<String> queuesOf(Wanted wanted);

    /** Gives back what a claim has taken whose answer did not come through. */
    void recover();
}
