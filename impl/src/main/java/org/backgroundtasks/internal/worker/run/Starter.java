package org.backgroundtasks.internal.worker.run;

import java.util.List;
import org.backgroundtasks.internal.task.ClaimedTask;

/** Starts claimed tasks on this node. */
public interface Starter {

    /** Runs claimed tasks of a queue in its executor. */
    void start(String queue, List<ClaimedTask> tasks);

    /** Lets queues that want a thread have those that are left. */
    void handOn();
}
