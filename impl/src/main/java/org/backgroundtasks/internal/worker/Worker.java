package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskDefinitions;

/** The runtime of one node: its loops, its threads, and the tasks that run on them. */
public final class Worker {

    private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long IDLE_THREAD_SECONDS = 60;

    private final WorkerEnvironment environment;
    private final WorkerSettings settings;
    private final TaskDefinitions definitions;
    private final LeaseStore leases;
    private final ThreadPoolExecutor threads;
    private final Slots slots;
    private final RunningTasks running = new RunningTasks();
    private final Counters counters = new Counters();
    private final Loops loops;
    private final Announcer announcer;
    private final Happenings happenings;
    private final Quarantine quarantine;
    private final Poller poller;
    private final PollLoop pollLoop;
    private final Execution execution;

    public Worker(
            WorkerEnvironment environment,
            WorkerSettings settings,
            TaskDefinitions definitions,
            LeaseStore leases,
            ArgumentCodec codec) {
        this.environment = environment;
        this.settings = settings;
        this.definitions = definitions;
        this.leases = leases;
        // Bounded by the slots, which are taken before a task is handed over.
        threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        environment.threads());
        slots = new Slots(settings);
        loops = new Loops(environment);
        announcer = new Announcer(leases, environment.transactions(), environment.events());
        happenings = new Happenings(environment.node());
        Set<String> signatures = definitions.signatures();
        Claimant claimant = new Own();
        quarantine = new Quarantine(leases, settings, signatures, slots, running, claimant);
        poller =
                new Poller(
                        leases,
                        settings,
                        Quarantine.unsuspected(signatures, settings),
                        slots,
                        new Reclaimer(leases, settings, signatures, announcer, happenings),
                        quarantine,
                        claimant);
        pollLoop = new PollLoop(poller, environment.scheduler(), settings.pollInterval());
        execution =
                new Execution(
                        leases,
                        environment,
                        announcer,
                        happenings,
                        codec,
                        new Failures(leases, settings.backoff(), announcer, happenings, counters));
    }

    /** Starts the loops. */
    public void start() {
        Duration lease = settings.lease();
        loops.repeat(pollLoop.turn(), pollLoop.regularRound(), settings.pollInterval());
        loops.repeatOnOwnThread(
                new Turn("heartbeat", new Heartbeat(leases, running, lease)), lease.dividedBy(3));
        loops.repeatOnOwnThread(new Turn("watch", leases::abortOverdue), WATCH_INTERVAL);
        loops.repeat(new Turn("pruner", new Pruner(leases, settings.retention())), PRUNE_INTERVAL);
        loops.repeat(
                new Turn(
                        "watch for strangers",
                        new Strangers(leases, definitions, settings::serves, lease, counters)),
                lease);
        WorkerMessages.LOG.started(environment.node(), definitions.signatures().size());
    }

    public WorkerStatus status() {
        return new WorkerStatus(
                running.count(), counters.lostLeases(), counters.strangers(), loops.dead());
    }

    /**
     * Says that a task was stored, so that it need not wait for the next regular turn. Throws
     * nothing.
     *
     * @param delay until it is due
     */
    public void wake(String queue, Duration delay) {
        if (delay.isZero() || delay.isNegative()) {
            pollLoop.ring(queue);
        } else {
            pollLoop.ringIn(delay);
        }
    }

    /** Says that something has become due in some queue. Throws nothing. */
    public void wakeForAll() {
        pollLoop.ringForAll();
    }

    private void release(RunningTask task) {
        Outcome outcome = new Outcome.Released();
        try {
            announcer.change(
                    Happenings.OF_FAILURES,
                    () -> leases.settle(task.task().lease(), outcome),
                    state ->
                            state.map(now -> happenings.ended(task.task(), outcome, now))
                                    .orElse(List.of()));
        } catch (RuntimeException e) {
            WorkerMessages.LOG.notReleased(task.id(), e);
        }
    }

    private void run(RunningTask task) {
        try {
            Execution.Result result =
                    execution.run(task, definitions.require(task.task().invocation().signature()));
            if (result.again() != null) {
                pollLoop.ringIn(result.again());
            }
        } finally {
            end(task);
        }
    }

    private void end(RunningTask task) {
        String queue = task.task().queue();
        boolean wasUnderWay = quarantine.isUnderWay();
        running.remove(task);
        slots.giveBack(queue);
        if (wasUnderWay || quarantine.isUnderWay()) {
            pollLoop.ringForAll();
        } else if (poller.hasBacklog(queue)) {
            pollLoop.ring(queue);
        }
    }

    /**
     * Stops: claims nothing more, lets bodies end within {@code background-tasks.shutdown-timeout},
     * interrupts those that do not, and gives their tasks back. When this returns, no task of this
     * node is RUNNING, and a body that ignores its interruption can no longer commit.
     */
    public void stop() {
        pollLoop.close();
        int interrupted = 0;
        if (!running.awaitNone(settings.shutdownTimeout())) {
            interrupted = running.stopAll(StopReason.SHUTDOWN);
            running.awaitNone(GRACE);
        }
        running.all().forEach(this::release);
        loops.stop();
        threads.shutdownNow();
        WorkerMessages.LOG.stopped(environment.node(), interrupted);
    }

    private final class Own implements Claimant {

        private boolean isUncertain;

        @Override
        public List<ClaimedTask> claim(String queue, Wanted wanted, int limit) {
            isUncertain = true;
            List<ClaimedTask> claimed =
                    announcer.change(
                            Set.of(TaskStarted.class),
                            () -> leases.claim(queue, wanted, limit, settings.lease()),
                            tasks -> tasks.stream().map(happenings::started).toList());
            isUncertain = false;
            return claimed;
        }

        @Override
        public void recover() {
            if (isUncertain) {
                List<Lease> strays = new ArrayList<>(leases.held());
                strays.removeAll(running.leases());
                strays.forEach(stray -> leases.settle(stray, new Outcome.Released()));
                isUncertain = false;
            }
        }

        @Override
        public void start(ClaimedTask task) {
            RunningTask started = new RunningTask(task);
            slots.take(task.queue());
            running.add(started);
            try {
                threads.execute(() -> run(started));
            } catch (RuntimeException | OutOfMemoryError e) {
                // No thread to be had: somebody else, or we a little later, will have one.
                WorkerMessages.LOG.noThread(started.id(), started.name(), e);
                release(started);
                end(started);
            }
        }
    }
}
