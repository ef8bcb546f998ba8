package org.backgroundtasks.internal.worker.run;

import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.queue.Lanes;

/** What follows when a task has come to its end on this node. */
public final class Endings {

    private final RunningTasks running;
    private final Lanes lanes;
    private final Listener listener;

    public Endings(RunningTasks running, Lanes lanes, Listener listener) {
        this.running = running;
        this.lanes = lanes;
        this.listener = listener;
    }

    void end(RunningTask task, RunResult result) {
        running.remove(task);
        boolean isRoomAgain = lanes.heldBytes().remove(task);
        lanes.of(task.task().queue()).ended();
        listener.after(task, result);
        if (isRoomAgain) {
            listener.mayClaimAnywhere();
        }
    }

    /** Says that a queue that had too few threads can have one now. */
    void mayClaim(String queue) {
        listener.mayClaim(queue);
    }

    /** Hears of each task that has come to its end here. */
    public interface Listener {
        void after(RunningTask task, RunResult result);

        /** A queue that had too few threads can have one now. */
        void mayClaim(String queue);

        /** There is memory again, where there was none. */
        void mayClaimAnywhere();
    }
}
