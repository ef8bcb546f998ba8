package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.Set;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.task.TaskDefinitions;

/** The runtime of one node: its loops, its threads, and the tasks that run on them. */
public final class Worker {

    private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final WorkerEnvironment environment;
    private final WorkerSettings settings;
    private final TaskDefinitions definitions;
    private final LeaseStore leases;
    private final RunningTasks running = new RunningTasks();
    private final Counters counters = new Counters();
    private final Loops loops;
    private final Quarantine quarantine;
    private final Poller poller;
    private final PollLoop pollLoop;
    private final Runner runner;

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
        Slots slots = new Slots(settings);
        loops = new Loops(environment);
        Announcer announcer =
                new Announcer(leases, environment.transactions(), environment.events());
        Happenings happenings = new Happenings(environment.node());
        Failures failures = new Failures(leases, settings, announcer, happenings, counters);
        runner =
                new Runner(
                        leases,
                        settings,
                        definitions,
                        slots,
                        running,
                        announcer,
                        happenings,
                        new Execution(leases, environment, announcer, happenings, codec, failures),
                        environment,
                        this::ended);
        Set<String> signatures = definitions.signatures();
        quarantine = new Quarantine(leases, settings, signatures, slots, running, runner);
        poller =
                new Poller(
                        leases,
                        settings,
                        Quarantine.unsuspected(signatures, settings),
                        slots,
                        new Reclaimer(leases, settings, signatures, announcer, happenings),
                        quarantine,
                        runner);
        pollLoop = new PollLoop(poller, environment.scheduler(), settings.pollInterval());
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

    private void ended(RunningTask task, Execution.Result result) {
        String queue = task.task().queue();
        if (result.again() != null) {
            pollLoop.ringIn(result.again());
        }
        if (quarantine.wasUnderWay()) {
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
        int interrupted = runner.stop();
        loops.stop();
        WorkerMessages.LOG.stopped(environment.node(), interrupted);
    }
}
