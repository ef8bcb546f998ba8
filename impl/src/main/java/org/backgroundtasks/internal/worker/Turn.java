package org.backgroundtasks.internal.worker;

import java.time.Duration;

/**
 * One turn of a loop, guarded: a failure is logged once and not thrown, since a periodic task that
 * throws is not run again; so is the end of the failures.
 */
final class Turn implements Runnable {

    private final String loop;
    private final Runnable work;
    private volatile boolean failing;
    private volatile long begunAt = System.nanoTime();

    Turn(String loop, Runnable work) {
        this.loop = loop;
        this.work = work;
    }

    @Override
    public void run() {
        begunAt = System.nanoTime();
        try {
            work.run();
            works();
        } catch (Throwable e) {
            complain(e);
        }
    }

    /** Says that the work goes well, if it is to take long. */
    void works() {
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

    /** Whether no turn has begun for longer than a while. */
    boolean isOverdue(Duration longest) {
        return System.nanoTime() - begunAt > longest.toNanos();
    }

    @Override
    public String toString() {
        return loop;
    }
}
