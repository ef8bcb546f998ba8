package org.backgroundtasks.internal.worker;

import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.jspecify.annotations.Nullable;

/** A claimed task from its claim to its settlement, and the way to ask its body to end. */
final class RunningTask implements TaskContext {

    private final ClaimedTask task;
    private @Nullable Thread body;
    private @Nullable StopReason stopReason;
    private volatile long renewedAt = System.nanoTime();

    RunningTask(ClaimedTask task) {
        this.task = task;
    }

    ClaimedTask task() {
        return task;
    }

    /** Says that the lease was renewed, at a reading of {@link System#nanoTime()}. */
    void renewed(long nanos) {
        renewedAt = nanos;
    }

    /** Whether the lease was last renewed before a reading of {@link System#nanoTime()}. */
    boolean isOlderThan(long nanos) {
        return renewedAt - nanos < 0;
    }

    /** Asks the body to end, and again when there is a stronger reason. */
    synchronized void stop(StopReason reason) {
        if (stopReason == null || reason.compareTo(stopReason) > 0) {
            stopReason = reason;
            if (body != null) {
                body.interrupt();
            }
        }
    }

    synchronized @Nullable StopReason stopReason() {
        return stopReason;
    }

    /** From here on the current thread is interrupted when the task is asked to end. */
    synchronized void bodyBegins() {
        body = Thread.currentThread();
        if (stopReason != null) {
            body.interrupt();
        }
    }

    /** From here on it is not, and what follows starts uninterrupted. */
    synchronized void bodyEnds() {
        body = null;
        Thread.interrupted();
    }

    @Override
    public TaskId id() {
        return task.lease().task();
    }

    @Override
    public String name() {
        return task.invocation().name();
    }

    @Override
    public int attempt() {
        return task.attempt();
    }

    @Override
    public @Nullable String createdBy() {
        return task.createdBy();
    }

    @Override
    public boolean isCancelled() {
        return stopReason() != null;
    }
}
