package org.backgroundtasks.internal.worker.job;

import java.time.Duration;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.WorkerMessages;

/**
 * A job that is done again and again, guarded: a failure is logged once and not thrown, since what
 * throws would not be done again; so is the end of the failures.
 */
public final class GuardedJob implements Runnable {

    private static final ThreadLocal<GuardedJob> CURRENT = new ThreadLocal<>();
    private static final Duration REFUSED_WHILE_STOPPING = Duration.ofSeconds(10);

    private final String name;
    private final Runnable work;
    private final Ticker ticker;
    private volatile boolean failing;
    private volatile long movedAt;
    private long refusedSince;
    private boolean isRefused;

    public GuardedJob(String name, Runnable work, Ticker ticker) {
        this.name = name;
        this.work = work;
        this.ticker = ticker;
        movedAt = ticker.nanoTime();
    }

    @Override
    public void run() {
        movedAt = ticker.nanoTime();
        isRefused = false;
        CURRENT.set(this);
        try {
            work.run();
            works();
        } catch (Throwable e) {
            complain(e);
        } finally {
            CURRENT.remove();
        }
    }

    /** Says that the turn that the current thread takes, if it does, makes progress. */
    public static void goesOn() {
        GuardedJob current = CURRENT.get();
        if (current != null) {
            current.movedAt = current.ticker.nanoTime();
        }
    }

    /**
     * Says that the server has let no turn begin. One that is about to stop does so, which is not
     * worth a word.
     */
    void refused(Throwable failure) {
        long now = ticker.nanoTime();
        if (!isRefused) {
            isRefused = true;
            refusedSince = now;
        } else if (now - refusedSince > REFUSED_WHILE_STOPPING.toNanos()) {
            complain(failure);
        }
    }

    /** Says that the work goes well, if it is to take long. */
    public void works() {
        if (failing) {
            failing = false;
            WorkerMessages.LOG.jobRecovered(name);
        }
    }

    boolean isFailing() {
        return failing;
    }

    /** Says that a turn has failed, as if by itself. */
    void complain(Throwable failure) {
        try {
            if (!failing) {
                failing = true;
                WorkerMessages.LOG.jobFailed(name, failure);
            } else {
                WorkerMessages.LOG.debugf(failure, "The %s still fails", name);
            }
        } catch (Throwable e) {
            // Where there is no memory for the work there may be none for the complaint either; the
            // job goes on.
        }
    }

    /** Whether no turn has begun or made progress for longer than a while. */
    boolean isOverdue(Duration longest) {
        return ticker.nanoTime() - movedAt > longest.toNanos();
    }

    @Override
    public String toString() {
        return name;
    }
}
