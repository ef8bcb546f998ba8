package org.backgroundtasks.internal.worker.run;

import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;

/** What follows when a task has come to its end on this node. */
public final class Endings {

    private final RunningTasks running;
    private final QueueExecutors executors;
    private final Listener listener;

    public Endings(RunningTasks running, QueueExecutors executors, Listener listener) {
        this.running = running;
        this.executors = executors;
        this.listener = listener;
    }

    void end(RunningTask task, RunResult result) {
        running.remove(task);
        boolean isRoomAgain = executors.heldBytes().remove(task);
        executors.of(task.task().queue()).ended();
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
