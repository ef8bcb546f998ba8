package org.backgroundtasks.internal.worker.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.Unit;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;

/**
 * A thread's work: runs what waits in an executor until nothing does. Some runs at a time are one
 * piece of work for the server.
 */
final class PoolWorker implements Runnable {

    private static final int RUNS_OF_A_UNIT = 50;

    private final QueueExecutor executor;
    private final Executor unit;
    private final TaskRunner runner;
    private final Threads threads;
    private final Ticker ticker;
    private final long begunAt;
    private List<RunningTask> next = List.of();

    PoolWorker(
            QueueExecutor executor,
            Executor unit,
            TaskRunner runner,
            Threads threads,
            Ticker ticker) {
        this.executor = executor;
        this.unit = unit;
        this.runner = runner;
        this.threads = threads;
        this.ticker = ticker;
        begunAt = ticker.nanoTime();
    }

    @Override
    public void run() {
        boolean isThrough = false;
        try {
            isThrough = carryAll();
        } finally {
            if (!isThrough && !next.isEmpty()) {
                List<RunningTask> left = new ArrayList<>(next);
                if (executor.threadIsMissing()) {
                    left.addAll(executor.takeWaiting());
                }
                threads.giveBack(left);
            }
            threads.handOn();
        }
    }

    /** Returns false if the server, about to stop, has not let it. */
    private boolean carryAll() {
        next = next();
        while (!next.isEmpty()) {
            try {
                new Unit(unit, this::carry).run();
            } catch (Unit.RefusedException e) {
                WorkerMessages.LOG.debug("A thread gives back what it was to run", e);
                return false;
            }
        }
        return true;
    }

    private void carry() {
        for (int run = 0; run < RUNS_OF_A_UNIT && !next.isEmpty(); run++) {
            List<RunningTask> tasks = next;
            long begun = ticker.nanoTime();
            boolean isClean = runner.run(tasks);
            executor.ran(tasks.size(), ticker.nanoTime() - begun);
            next = next();
            if (!isClean) {
                return;
            }
        }
    }

    private List<RunningTask> next() {
        return executor.next(ticker.nanoTime() - begunAt);
    }

    /** Where the thread comes from. */
    interface Threads {

        /** Gives tasks back that could not be run. */
        void giveBack(List<RunningTask> tasks);

        /** Lets executors that want a thread have those that are left: this one has one less. */
        void handOn();
    }
}
