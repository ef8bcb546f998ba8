package org.backgroundtasks.internal.worker.node;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.Signals;
import org.backgroundtasks.internal.store.UpkeepStore;
import org.backgroundtasks.internal.store.WorkerStore;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.Counters;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.WorkerStatus;
import org.backgroundtasks.internal.worker.claim.Claimer;
import org.backgroundtasks.internal.worker.claim.Listener;
import org.backgroundtasks.internal.worker.claim.PollLoop;
import org.backgroundtasks.internal.worker.claim.Poller;
import org.backgroundtasks.internal.worker.claim.Quarantine;
import org.backgroundtasks.internal.worker.claim.QueueClaims;
import org.backgroundtasks.internal.worker.event.EventFactory;
import org.backgroundtasks.internal.worker.event.EventPublisher;
import org.backgroundtasks.internal.worker.job.DedicatedThread;
import org.backgroundtasks.internal.worker.job.JobRunner;
import org.backgroundtasks.internal.worker.job.PeriodicJob;
import org.backgroundtasks.internal.worker.lease.DatabaseWatch;
import org.backgroundtasks.internal.worker.lease.Heartbeat;
import org.backgroundtasks.internal.worker.lease.Reclaimer;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;
import org.backgroundtasks.internal.worker.run.BatchCompleter;
import org.backgroundtasks.internal.worker.run.BodyCall;
import org.backgroundtasks.internal.worker.run.BodyTransaction;
import org.backgroundtasks.internal.worker.run.DatabaseTrial;
import org.backgroundtasks.internal.worker.run.Endings;
import org.backgroundtasks.internal.worker.run.Execution;
import org.backgroundtasks.internal.worker.run.Failures;
import org.backgroundtasks.internal.worker.run.OutcomeRecorder;
import org.backgroundtasks.internal.worker.run.Releaser;
import org.backgroundtasks.internal.worker.run.RunResult;
import org.backgroundtasks.internal.worker.run.SharedExecution;
import org.backgroundtasks.internal.worker.run.TaskRunner;
import org.backgroundtasks.internal.worker.run.TaskThreads;
import org.backgroundtasks.internal.worker.settle.Settlement;
import org.backgroundtasks.internal.worker.upkeep.Pruner;
import org.backgroundtasks.internal.worker.upkeep.UnresolvedTasks;
import org.jspecify.annotations.Nullable;

/** The runtime of one node: its loops, its threads, and the tasks that run on them. */
public final class Worker {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final WorkerEnvironment environment;
    private final WorkerSettings settings;
    private final TaskDefinitions definitions;
    private final WorkerStore store;
    private final QueueExecutors executors;
    private final RunningTasks running = new RunningTasks();
    private final Counters counters = new Counters();
    private final JobRunner loops;
    private final Quarantine quarantine;
    private final DatabaseWatch database;
    private final QueueClaims queueClaims;
    private final Poller poller;
    private final PollLoop pollLoop;
    private final BatchCompleter completer;
    private final Claimer claimer;
    private final TaskThreads threads;
    private final @Nullable Listener listener;
    private final WorkerFeatures features;
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
        this.definitions = definitions;
        this.store = store;
        executors = new QueueExecutors(settings);
        loops = new JobRunner(environment);
        EventFactory events = new EventFactory(environment.node());
        EventPublisher publisher =
                new EventPublisher(
                        store.probes(), environment.transactions(), environment.events());
        Settlement settlement = new Settlement(store, publisher, events, features.hooks());
        DatabaseTrial trial = new DatabaseTrial(store.probes());
        OutcomeRecorder recorder =
                new OutcomeRecorder(settlement, trial, counters, environment.unit());
        Failures failures = new Failures(recorder, settings);
        completer = new BatchCompleter(settlement, recorder, trial, environment.unit());
        BodyCall body = new BodyCall(store.claims(), codec, environment, trial);
        BodyTransaction transaction = new BodyTransaction(environment.transactions(), settlement);
        claimer = new Claimer(store, settings, publisher, events, running);
        threads =
                new TaskThreads(
                        definitions,
                        executors,
                        running,
                        new Releaser(settlement, store.leases(), recorder),
                        new TaskRunner(
                                new Execution(body, transaction, failures, recorder, completer),
                                new SharedExecution(body, transaction, failures, recorder),
                                new Endings(running, executors, ended())),
                        environment);
        Set<String> signatures = definitions.signatures();
        quarantine = new Quarantine(settings, signatures, executors, running, claimer, threads);
        queueClaims =
                new QueueClaims(
                        settings,
                        Quarantine.unsuspected(signatures, settings),
                        executors,
                        quarantine,
                        claimer,
                        threads);
        database = new DatabaseWatch(settings.lease());
        poller =
                new Poller(
                        store.claims(),
                        executors,
                        database,
                        new Reclaimer(store.leases(), settings, signatures, database, settlement),
                        quarantine,
                        queueClaims);
        pollLoop = new PollLoop(poller, environment.unit(), settings.pollInterval());
        this.features = features;
        Signals signals = features.signals();
        listener = signals == null ? null : new Listener(signals, pollLoop, executors::has);
    }

    /** Starts to poll, and all jobs. */
    public void start() {
        polling = loops.repeatOnOwnThread(pollLoop.turn(), pollLoop, settings.pollInterval());
        loops.repeatOnOwnThread(completer.turn(), completer, BatchCompleter.IDLE);
        jobs().forEach(loops::start);
        features.jobs().forEach(loops::start);
        if (listener != null) {
            loops.repeatOnOwnThread(listener.turn(), WATCH_INTERVAL);
        }
        WorkerMessages.LOG.started(environment.node(), definitions.signatures().size());
    }

    /** What is done now and then. */
    private List<PeriodicJob> jobs() {
        Duration lease = settings.lease();
        UpkeepStore upkeep = store.upkeep();
        return List.of(
                PeriodicJob.urgent(
                        "heartbeat",
                        new Heartbeat(store, running, lease, this::databaseWrites),
                        lease.dividedBy(3)),
                PeriodicJob.urgent("watch", upkeep::abortOverdue, WATCH_INTERVAL),
                PeriodicJob.of("watch of the queues", this::giveBackStranded, WATCH_INTERVAL),
                PeriodicJob.of("pruner", new Pruner(upkeep, settings.retention()), MINUTE),
                PeriodicJob.of("watch for other applications", upkeep::lookForNeighbours, MINUTE),
                PeriodicJob.of("watch for unresolved tasks", unresolvedTasks(), lease));
    }

    private UnresolvedTasks unresolvedTasks() {
        return new UnresolvedTasks(
                store.upkeep(),
                definitions,
                settings::serves,
                settings.lease(),
                counters,
                poller::hasSeenReady);
    }

    private void databaseWrites() {
        if (database.writes()) {
            // Nothing was claimed meanwhile.
            pollLoop.ringForAll();
        }
    }

    private void giveBackStranded() {
        Set<String> queues = threads.giveBackStranded();
        Signals signals = features.signals();
        if (signals != null && !queues.isEmpty()) {
            signals.send(List.copyOf(queues));
        }
    }

    public WorkerStatus status() {
        return new WorkerStatus(
                running.count(),
                counters.lostLeases(),
                counters.unresolved(),
                counters.unserved(),
                database.sinceWritten(),
                loops.failing(),
                loops.dead());
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
        if (!settings.serves(queue)) {
            return false;
        }
        if (Durations.isPositive(delay)) {
            pollLoop.ringIn(delay);
            return true;
        }
        QueueExecutor executor = executors.of(queue);
        // Noted first: if the executor has enough now, who makes it low from here on asks for a
        // poll.
        queueClaims.noteBacklog(queue);
        if (executor.isLow()) {
            pollLoop.ring(queue);
        }
        return executor.hasThreadsFor(count);
    }

    /** Says that something has become due in some queue. Throws nothing. */
    public void wakeForAll() {
        pollLoop.ringForAll();
    }

    private Endings.Listener ended() {
        return new Endings.Listener() {
            @Override
            public void after(RunningTask task, RunResult result) {
                String queue = task.task().queue();
                if (result.again() != null) {
                    pollLoop.ringIn(result.again());
                }
                if (quarantine.wasUnderWay()
                        || queueClaims.hasBacklog(queue) && executors.of(queue).isLow()) {
                    mayClaim(queue);
                }
            }

            @Override
            public void mayClaimAnywhere() {
                pollLoop.ringForAll();
            }

            @Override
            public void mayClaim(String queue) {
                if (quarantine.wasUnderWay()) {
                    mayClaimAnywhere();
                } else {
                    pollLoop.ring(queue);
                }
            }
        };
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
        int interrupted = threads.stop(settings.shutdownTimeout());
        try {
            claimer.recover();
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("What a last claim took is left to its lease", e);
        }
        threads.end();
        loops.stop();
        WorkerMessages.LOG.stopped(environment.node(), interrupted);
    }
}
