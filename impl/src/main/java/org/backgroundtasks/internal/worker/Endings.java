package org.backgroundtasks.internal.worker;

/** What follows when a task has come to its end on this node. */
final class Endings {

    private final RunningTasks running;
    private final Lanes lanes;
    private final Listener listener;

    Endings(RunningTasks running, Lanes lanes, Listener listener) {
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
    interface Listener {
        void after(RunningTask task, RunResult result);

        /** A queue that had too few threads can have one now. */
        void mayClaim(String queue);

        /** There is memory again, where there was none. */
        void mayClaimAnywhere();
    }
}
