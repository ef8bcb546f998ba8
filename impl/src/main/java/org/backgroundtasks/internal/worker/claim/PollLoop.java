package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.backgroundtasks.internal.worker.Unit;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.job.GuardedJob;

/**
 * Lets the {@link Poller} poll at each ring, at each interval, and when the next task is due. It
 * has a thread of its own, so that neither the application's use of the server's executor nor what
 * handing over to it costs is between a call and its run. Rings are taken together, so a thousand
 * calls cost a few claims.
 */
public final class PollLoop implements Runnable {

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
    private static final int ROUNDS_OF_A_UNIT = 50;

    private final Rings rings;
    private final Poller poller;
    private final WorkerEnvironment environment;
    private final GuardedJob job;
    private final ReentrantLock polling = new ReentrantLock();

    public PollLoop(Rings rings, Poller poller, WorkerEnvironment environment) {
        this.rings = rings;
        this.poller = poller;
        this.environment = environment;
        job = new GuardedJob("poller", this::round, environment.ticker());
    }

    public GuardedJob job() {
        return job;
    }

    /** Waits until there is something to look for, and polls until there is nothing more. */
    @Override
    public void run() {
        try {
            rings.await();
            // While it waits it holds nothing of the server's.
            new Unit(environment.unit(), this::rounds).run();
        } catch (InterruptedException e) {
            // Waiting has come to an end, and what calls this goes on.
            Thread.currentThread().interrupt();
        }
    }

    private void rounds() {
        for (int i = 0; i < ROUNDS_OF_A_UNIT && !rings.isClosed(); i++) {
            job.run();
            if (!rings.isRung()) {
                return;
            }
        }
    }

    private void round() {
        polling.lock();
        try {
            Rings.Taken taken = rings.take();
            if (rings.isClosed()) {
                return;
            }
            if (taken.isForAll()) {
                poller.pollAll().ifPresent(rings::ringIn);
            } else {
                taken.queues().forEach(poller::poll);
            }
        } finally {
            polling.unlock();
        }
    }

    /**
     * Ends polling: when this returns, no claim is under way and none will follow, unless one hangs
     * in the database for longer than a statement may.
     */
    public void close() {
        rings.close();
        try {
            if (polling.tryLock(LONGEST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                polling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
