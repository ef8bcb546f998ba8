package org.backgroundtasks.internal.worker.node;

import java.time.Duration;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.WorkerStatus;
import org.backgroundtasks.internal.worker.claim.Listener;
import org.backgroundtasks.internal.worker.claim.PollLoop;
import org.backgroundtasks.internal.worker.job.DedicatedThread;
import org.backgroundtasks.internal.worker.job.JobRunner;
import org.backgroundtasks.internal.worker.run.BatchCompleter;
import org.jspecify.annotations.Nullable;

/** The runtime of one node: its engine, and the threads that make it move. */
public final class Worker {

    private final WorkerEnvironment environment;
    private final WorkerSettings settings;
    private final Engine engine;
    private final JobRunner jobs;
    private final PollLoop pollLoop;
    private final @Nullable Listener listener;
    private @Nullable DedicatedThread polling;

    public Worker(
            WorkerEnvironment environment,
            WorkerSettings settings,
            TaskDefinitions definitions,
            WorkerStore store,
            ArgumentCodec codec,
            WorkerFeatures features) {
        this.environment = environment;
        this.settings = settings;
        engine = new Engine(environment, settings, definitions, store, codec, features);
        jobs = new JobRunner(environment);
        Shared shared = engine.shared();
        pollLoop = new PollLoop(shared.rings(), engine.claiming().poller(), environment);
        Signals signals = features.signals();
        listener =
                signals == null
                        ? null
                        : new Listener(
                                signals,
                                shared.rings(),
                                shared.executors()::has,
                                environment.ticker());
    }

    /** Starts to poll, and all jobs. */
    public void start() {
        polling = jobs.repeatOnOwnThread(pollLoop.job(), pollLoop, settings.pollInterval());
        BatchCompleter completer = engine.runs().completer();
        jobs.repeatOnOwnThread(completer.job(), completer, BatchCompleter.IDLE);
        engine.jobs().forEach(jobs::start);
        if (listener != null) {
            jobs.repeatOnOwnThread(listener.job(), Engine.WATCH_INTERVAL);
        }
        WorkerMessages.LOG.started(
                environment.node(), engine.shared().definitions().signatures().size());
    }

    public WorkerStatus status() {
        Shared shared = engine.shared();
        return new WorkerStatus(
                shared.running().count(),
                shared.counters().lostLeases(),
                shared.counters().unresolved(),
                shared.counters().unserved(),
                engine.claiming().database().sinceWritten(),
                jobs.failing(),
                jobs.dead());
    }

    /**
     * Says that tasks were stored, so that they need not wait for the next regular turn. Throws
     * nothing.
     *
     * @param delay until they are due
     * @param count how many
     * @return whether this worker will have a thread for each, as far as it knows now
     */
    public boolean wake(String queue, Duration delay, int count) {
        return engine.wake(queue, delay, count);
    }

    /** Says that tasks of a queue take turns. Throws nothing. */
    public void noteLanes(String queue) {
        engine.noteLanes(queue);
    }

    /** Says that something has become due in some queue. Throws nothing. */
    public void wakeForAll() {
        engine.shared().rings().ringForAll();
    }

    /**
     * Stops: claims nothing more, lets bodies end within {@code background-tasks.shutdown-timeout},
     * interrupts those that do not, and gives their tasks back. When this returns, a body that
     * ignores its interruption can no longer commit, and no task of this node is RUNNING but those
     * that could not be given back, because somebody has locked them or the database is away; each
     * is logged, and left to its lease.
     */
    public void stop() {
        if (listener != null) {
            listener.stop();
        }
        if (polling != null) {
            polling.stop();
        }
        pollLoop.close();
        int interrupted = engine.stop(settings.shutdownTimeout());
        jobs.stop();
        WorkerMessages.LOG.stopped(environment.node(), interrupted);
    }
}
