package org.backgroundtasks.internal.worker.node;

import java.time.Duration;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.job.SteppedJobs;

/**
 * A worker that does nothing by itself: a test takes each step, on its own thread. Everything else
 * is as on a server. Used by one thread at a time.
 */
public final class SteppedWorker implements AutoCloseable {

    private final CallingThread bodies = new CallingThread();
    private final Engine engine;
    private final SteppedJobs jobs;

    public SteppedWorker(
            WorkerEnvironment environment,
            WorkerSettings settings,
            TaskDefinitions definitions,
            WorkerStore store,
            ArgumentCodec codec,
            WorkerFeatures features) {
        engine =
                new Engine(
                        environment.withBodyThreads(bodies),
                        settings,
                        definitions,
                        store,
                        codec,
                        features);
        jobs = new SteppedJobs(engine.jobs(), environment.ticker());
    }

    /**
     * Does the jobs whose time has come, makes READY what is due, claims what there is room for,
     * and runs it to its settlement. To be called without a transaction. What the database fails to
     * do is thrown; what a body throws is the outcome of its task.
     *
     * @return whether anything was run, so that another step may find more
     */
    public boolean step() {
        jobs.step();
        engine.claiming().poller().pollAll();
        boolean hasRun = bodies.runAll();
        engine.runs().completer().complete();
        return hasRun;
    }

    /** Gives back what it still has. */
    @Override
    public void close() {
        engine.stop(Duration.ZERO);
    }
}
