package org.backgroundtasks.internal.worker;

import java.util.List;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.ClaimedTask;

/** Claims tasks for this node, and runs what it has claimed. */
interface Claimant {

    List<ClaimedTask> claim(String queue, Wanted wanted, Room room);

    /** Gives back what a claim has taken whose answer did not come through. */
    void recover();

    /** Runs claimed tasks of a queue in its lane. */
    void start(String queue, List<ClaimedTask> tasks);

    /** Lets queues that want a thread have those that are left. */
    void handOn();
}
