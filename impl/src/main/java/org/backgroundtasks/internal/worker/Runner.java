package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskDefinitions;

/** Claims tasks and runs them, in the lanes of their queues, to their settlement. */
final class Runner implements Claimant, Carrier.Runs {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long IDLE_THREAD_SECONDS = 60;

    private final LeaseStore leases;
    private final WorkerSettings settings;
    private final TaskDefinitions definitions;
    private final Lanes lanes;
    private final RunningTasks running;
    private final Announcer announcer;
    private final Happenings happenings;
    private final Execution execution;
    private final Ended ended;
    private final ThreadPoolExecutor threads;
    private final Executor unit;
    private boolean isUncertain;

    Runner(
            LeaseStore leases,
            WorkerSettings settings,
            TaskDefinitions definitions,
            Lanes lanes,
            RunningTasks running,
            Announcer announcer,
            Happenings happenings,
            Execution execution,
            WorkerEnvironment environment,
            Ended ended) {
        this.leases = leases;
        this.settings = settings;
        this.definitions = definitions;
        this.lanes = lanes;
        this.running = running;
        this.announcer = announcer;
        this.happenings = happenings;
        this.execution = execution;
        this.ended = ended;
        // Bounded by the lanes, each of which has so many threads.
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        environment.threads());
        this.unit = environment.unit();
    }

    @Override
    public List<ClaimedTask> claim(String queue, Wanted wanted, int limit) {
        // The answer to this claim says nothing of an earlier one.
        recover();
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
    public void start(String queue, List<ClaimedTask> tasks) {
        List<RunningTask> started =
                tasks.stream()
                        .map(
                                task ->
                                        new RunningTask(
                                                task,
                                                definitions.require(task.invocation().signature())))
                        .toList();
        started.forEach(running::add);
        Lane lane = lanes.of(queue);
        for (int missing = lane.add(started); missing > 0; missing--) {
            startThread(lane);
        }
    }

    private void startThread(Lane lane) {
        try {
            threads.execute(new Carrier(lane, unit, this));
        } catch (RuntimeException | OutOfMemoryError e) {
            WorkerMessages.LOG.noThread(e);
            if (lane.threadIsMissing()) {
                // Somebody else, or we a little later, will have one.
                giveBack(lane.takeWaiting());
            }
        }
    }

    @Override
    public boolean run(List<RunningTask> tasks) {
        if (tasks.size() > 1 && execution.runTogether(tasks)) {
            tasks.forEach(task -> end(task, Execution.Result.SUCCEEDED));
            return true;
        }
        boolean isClean = true;
        for (RunningTask task : tasks) {
            isClean &= run(task).isClean();
        }
        return isClean;
    }

    private Execution.Result run(RunningTask task) {
        Execution.Result result = Execution.Result.SETTLED;
        try {
            result = execution.run(task, () -> end(task, Execution.Result.SUCCEEDED));
        } catch (Throwable e) {
            // There was not even the memory to record it; its lease runs out.
            WorkerMessages.LOG.debug("A task was left to its lease", e);
        }
        if (!result.isHandedIn()) {
            end(task, result);
        }
        return result;
    }

    @Override
    public void giveBack(List<RunningTask> tasks) {
        for (RunningTask task : tasks) {
            release(task);
            end(task, Execution.Result.SETTLED);
        }
    }

    /** Gives back what waits for threads that are all at something long. */
    void giveBackStranded() {
        giveBack(lanes.stranded());
    }

    private void end(RunningTask task, Execution.Result result) {
        running.remove(task);
        lanes.of(task.task().queue()).ended();
        ended.after(task, result);
    }

    private void release(RunningTask task) {
        try {
            announcer.settle(task, new Outcome.Released());
        } catch (RuntimeException e) {
            WorkerMessages.LOG.notReleased(task.id(), e);
        }
    }

    /**
     * Lets bodies end within {@code background-tasks.shutdown-timeout}, interrupts those that do
     * not, and gives their tasks back.
     *
     * @return how many were interrupted
     */
    int stop() {
        giveBack(lanes.takeWaiting());
        int interrupted = 0;
        if (!running.awaitNone(settings.shutdownTimeout())) {
            interrupted = running.stopAll(StopReason.SHUTDOWN);
            running.awaitNone(GRACE);
        }
        running.all().forEach(this::release);
        try {
            recover();
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("What a last claim took is left to its lease", e);
        }
        threads.shutdownNow();
        return interrupted;
    }

    /** Hears of each task that has come to its end here. */
    interface Ended {
        void after(RunningTask task, Execution.Result result);
    }
}
