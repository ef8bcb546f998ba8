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
     * and runs it to its settlement. To be called without a transaction. What a poll or a job
     * throws is thrown; what a body throws is the outcome of its task. An outcome that the database
     * does not take is tried again, and holds the step up, until it does.
     *
     * @return whether another step may find more
     */
    public boolean step() {
        jobs.step();
        boolean isMore = engine.claiming().poller().pollAll().filter(Duration::isZero).isPresent();
        boolean hasRun = bodies.runAll();
        engine.runs().completer().complete();
        return hasRun || isMore;
    }

    /** Gives back what it still has. */
    @Override
    public void close() {
        engine.runs().completer().complete();
        engine.stop(Duration.ZERO);
    }
}
