package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.jspecify.annotations.Nullable;

/** The runtime of one node: its loops, its threads, and the tasks that run on them. */
public final class Worker {

    private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long IDLE_THREAD_SECONDS = 60;

    private final WorkerEnvironment environment;
    private final WorkerSettings settings;
    private final TaskDefinitions definitions;
    private final LeaseStore leases;
    private final ThreadPoolExecutor threads;
    private final Slots slots;
    private final RunningTasks running = new RunningTasks();
    private final Poller poller;
    private final PollLoop pollLoop;
    private final Execution execution;
    private final List<Future<?>> loops = new CopyOnWriteArrayList<>();
    private volatile @Nullable OwnThread heartbeat;

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
        ScheduledExecutorService scheduler = environment.scheduler();
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
        poller = new Poller(leases, settings, definitions.signatures(), slots, this::start);
        pollLoop = new PollLoop(poller, scheduler, settings.pollInterval());
        execution =
                new Execution(
                        leases,
                        environment.transactions(),
                        environment.bodies(),
                        codec,
                        new Timeouts(scheduler),
                        new Failures(leases, settings.backoff()));
    }

    /** Starts the loops. */
    public void start() {
        repeat(pollLoop.regularTurn(), settings.pollInterval());
        heartbeat =
                OwnThread.start(
                        environment.threads(),
                        new Turn("heartbeat", new Heartbeat(leases, running, settings.lease())),
                        settings.lease().dividedBy(3));
        repeat(new Turn("pruner", new Pruner(leases, settings.retention())), PRUNE_INTERVAL);
        WorkerMessages.LOG.started(environment.node(), definitions.signatures().size());
    }

    private void repeat(Runnable turn, Duration interval) {
        loops.add(
                environment
                        .scheduler()
                        .scheduleWithFixedDelay(
                                turn, 0, interval.toMillis(), TimeUnit.MILLISECONDS));
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

    private void start(String queue, ClaimedTask task) {
        RunningTask started = new RunningTask(task);
        slots.take(queue);
        running.add(started);
        try {
            threads.execute(() -> run(queue, started));
        } catch (RuntimeException | OutOfMemoryError e) {
            // No thread to be had: somebody else, or we a little later, will have one.
            WorkerMessages.LOG.noThread(started.id(), started.name(), e);
            release(task.lease());
            end(queue, started);
        }
    }

    private void release(Lease lease) {
        try {
            leases.settle(lease, new Outcome.Released());
        } catch (RuntimeException e) {
            WorkerMessages.LOG.notReleased(lease.task(), e);
        }
    }

    private void run(String queue, RunningTask task) {
        try {
            Execution.Result result =
                    execution.run(task, definitions.require(task.task().invocation().signature()));
            if (result.again() != null) {
                pollLoop.ringIn(result.again());
            }
        } finally {
            end(queue, task);
        }
    }

    private void end(String queue, RunningTask task) {
        running.remove(task);
        slots.giveBack(queue);
        if (poller.hasBacklog(queue)) {
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
        running.leases().forEach(this::release);
        loops.forEach(loop -> loop.cancel(true));
        loops.clear();
        OwnThread beating = heartbeat;
        if (beating != null) {
            beating.stop();
        }
        threads.shutdownNow();
        WorkerMessages.LOG.stopped(environment.node(), interrupted);
    }
}
