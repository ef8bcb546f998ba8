package org.backgroundtasks.internal.worker.job;

import java.time.Duration;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.WorkerMessages;

/**
 * One turn of a loop, guarded: a failure is logged once and not thrown, since a periodic task that
 * throws is not run again; so is the end of the failures.
 */
public final class Turn implements Runnable {

    private static final ThreadLocal<Turn> CURRENT = new ThreadLocal<>();
    private static final Duration REFUSED_WHILE_STOPPING = Duration.ofSeconds(10);

    private final String loop;
    private final Runnable work;
    private final Ticker ticker;
    private volatile boolean failing;
    private volatile long movedAt;
    private long refusedSince;
    private boolean isRefused;

    public Turn(String loop, Runnable work, Ticker ticker) {
        this.loop = loop;
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
        Turn current = CURRENT.get();
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
            WorkerMessages.LOG.loopRecovered(loop);
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
                WorkerMessages.LOG.loopFailed(loop, failure);
            } else {
                WorkerMessages.LOG.debugf(failure, "The %s still fails", loop);
            }
        } catch (Throwable e) {
            // Where there is no memory for the work there may be none for the complaint either; the
            // loop goes on.
        }
    }

    /** Whether no turn has begun or made progress for longer than a while. */
    boolean isOverdue(Duration longest) {
        return ticker.nanoTime() - movedAt > longest.toNanos();
    }

    @Override
    public String toString() {
        return loop;
    }
}
