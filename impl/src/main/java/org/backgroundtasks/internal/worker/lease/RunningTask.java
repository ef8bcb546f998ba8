package org.backgroundtasks.internal.worker.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.codec.MetadataCodec;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.SnoozedException;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.jspecify.annotations.Nullable;

/** A claimed task from its claim to its settlement, and the way to ask its body to end. */
public final class RunningTask implements TaskContext {

    private final ClaimedTask task;
    private final TaskDefinition definition;
    private final Ticker ticker;
    private @Nullable Thread body;
    private @Nullable StopReason stopReason;
    private boolean isShutDown;
    private volatile @Nullable Duration snoozedFor;
    private final long claimedAt;
    private volatile long renewedAt;
    private volatile long triedAt;

    public RunningTask(ClaimedTask task, TaskDefinition definition, Ticker ticker) {
        this.task = task;
        this.definition = definition;
        this.ticker = ticker;
        claimedAt = ticker.nanoTime();
        renewedAt = claimedAt;
        triedAt = claimedAt;
    }

    public ClaimedTask task() {
        return task;
    }

    public Lease lease() {
        return task.lease();
    }

    public TaskDefinition definition() {
        return definition;
    }

    /** How many tasks of its method may run together with it, and it with them. */
    public int batch() {
        return definition.sharesTransaction() ? definition.options().batch() : 1;
    }

    public boolean sharesMethod(RunningTask other) {
        return definition == other.definition;
    }

    /** Says that the lease is about to be renewed, at a reading of {@link Ticker#nanoTime()}. */
    void tried(long nanos) {
        triedAt = nanos;
    }

    /** When its renewal was last tried, as a reading of {@link Ticker#nanoTime()}. */
    long triedAt() {
        return triedAt;
    }

    /** Says that the lease was renewed, at a reading of {@link Ticker#nanoTime()}. */
    void renewed(long nanos) {
        renewedAt = nanos;
    }

    /** Whether the lease was last renewed before a reading of {@link Ticker#nanoTime()}. */
    boolean isOlderThan(long nanos) {
        return renewedAt - nanos < 0;
    }

    /** How long ago it was claimed. */
    public Duration age() {
        return Duration.ofNanos(ticker.nanoTime() - claimedAt);
    }

    /** Asks the body to end, and again when there is a stronger reason. */
    public synchronized void stop(StopReason reason) {
        isShutDown |= reason == StopReason.SHUTDOWN;
        notifyAll();
        if (stopReason == null || reason.compareTo(stopReason) > 0) {
            stopReason = reason;
            if (body != null) {
                body.interrupt();
            }
        }
    }

    public synchronized @Nullable StopReason stopReason() {
        return stopReason;
    }

    /**
     * Waits before what failed is tried again.
     *
     * @return false if that is pointless: the node shuts down, or another worker has the task
     */
    public synchronized boolean pause(Duration duration) {
        long end = ticker.nanoTime() + duration.toNanos();
        try {
            for (long left = duration.toMillis();
                    left > 0 && !isOver();
                    left = (end - ticker.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isOver();
    }

    /** Whether there is no more use in trying to record what became of it. */
    public synchronized boolean isOver() {
        return isShutDown || stopReason == StopReason.LEASE_LOST;
    }

    /** From here on the current thread is interrupted when the task is asked to end. */
    public synchronized void bodyBegins() {
        snoozedFor = null;
        body = Thread.currentThread();
        if (stopReason != null) {
            body.interrupt();
        }
    }

    /** From here on it is not, and what follows starts uninterrupted. */
    public synchronized void bodyEnds() {
        body = null;
        Thread.interrupted();
    }

    @Override
    public TaskId id() {
        return task.id();
    }

    @Override
    public String name() {
        return task.name();
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
    public Optional<Instant> scheduledFor() {
        return task.metadata() == null
                ? Optional.empty()
                : MetadataCodec.scheduledFor(task.metadata());
    }

    @Override
    public void snooze(Duration delay) {
        if (delay == null || delay.isNegative()) {
            throw WorkerMessages.LOG.notADelay(delay);
        }
        snoozedFor = delay;
        throw new SnoozedException(delay);
    }

    /** For how long its body has put it off, whatever it has done since; null if it has not. */
    public @Nullable Duration snoozedFor() {
        return snoozedFor;
    }

    @Override
    public boolean isCancelled() {
        return stopReason() != null;
    }
}
