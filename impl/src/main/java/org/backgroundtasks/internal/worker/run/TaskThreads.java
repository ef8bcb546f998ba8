package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.lease.StopReason;
import org.backgroundtasks.internal.worker.queue.Lane;
import org.backgroundtasks.internal.worker.queue.Lanes;

/** The threads that run claimed tasks, in the lanes of their queues. */
public final class TaskThreads implements Starter, Carrier.Threads {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long IDLE_THREAD_SECONDS = 60;

    private final TaskDefinitions definitions;
    private final Lanes lanes;
    private final RunningTasks running;
    private final TaskRunner runner;
    private final Releaser releaser;
    private final Endings endings;
    private final ThreadPoolExecutor threads;
    private final Executor unit;

    public TaskThreads(
            TaskDefinitions definitions,
            Lanes lanes,
            RunningTasks running,
            Releaser releaser,
            TaskRunner runner,
            WorkerEnvironment environment) {
        this.definitions = definitions;
        this.lanes = lanes;
        this.running = running;
        this.releaser = releaser;
        this.runner = runner;
        this.endings = runner.endings();
        // Bounded by the budget of the lanes.
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        environment.bodyThreads());
        this.unit = environment.unit();
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
        lanes.heldBytes().add(started);
        Lane lane = lanes.of(queue);
        startThreads(lane, lane.add(started));
    }

    /** Returns whether all could be started. */
    private boolean startThreads(Lane lane, int count) {
        boolean areStarted = true;
        for (int missing = count; missing > 0; missing--) {
            areStarted &= startThread(lane);
        }
        return areStarted;
    }

    private boolean startThread(Lane lane) {
        try {
            threads.execute(new Carrier(lane, unit, runner, this));
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            WorkerMessages.LOG.noThread(e);
            if (lane.threadIsMissing()) {
                // Somebody else, or we a little later, will have one.
                giveBack(lane.takeWaiting());
            }
            return false;
        }
    }

    @Override
    public void handOn() {
        boolean areThreads = true;
        while (areThreads) {
            Optional<Lane> next = lanes.budget().offer();
            if (next.isEmpty()) {
                return;
            }
            Lane lane = next.get();
            int threads = lane.start();
            if (threads == 0) {
                // Kept for it until then.
                endings.mayClaim(lane.queue());
            }
            areThreads = startThreads(lane, threads);
        }
    }

    @Override
    public void giveBack(List<RunningTask> tasks) {
        Set<RunningTask> left = new LinkedHashSet<>(releaser.release(tasks));
        left.removeAll(releaser.lost(left));
        tasks.stream().filter(task -> !left.contains(task)).forEach(task -> runner.notRun(task));
        // Their leases are renewed, and a thread takes them or the watch tries again.
        left.stream()
                .collect(Collectors.groupingBy(task -> task.task().queue()))
                .forEach((queue, these) -> lanes.of(queue).putBack(these));
    }

    /**
     * Gives back what has waited too long for a thread, and starts threads for what could not be
     * given back; returns the queues of it.
     */
    public Set<String> giveBackStranded() {
        List<RunningTask> stranded = lanes.stranded();
        giveBack(stranded);
        lanes.all().forEach(lane -> startThreads(lane, lane.start()));
        return stranded.stream()
                .map(task -> task.task().queue())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Lets bodies end for a while, interrupts those that do not, and gives their tasks back.
     *
     * @return how many were interrupted
     */
    public int stop(Duration longest) {
        List<RunningTask> waiting = lanes.takeWaiting();
        List<RunningTask> left = new ArrayList<>(releaser.release(waiting));
        // They do not count as running: they are not waited for.
        waiting.forEach(running::remove);
        int interrupted = 0;
        if (!running.awaitNone(longest)) {
            interrupted = running.stopAll(StopReason.SHUTDOWN);
            running.awaitNone(GRACE);
        }
        left.addAll(running.all());
        releaser.release(left).forEach(task -> WorkerMessages.LOG.notReleased(task.id()));
        return interrupted;
    }

    /** Ends the threads that have nothing to do, and interrupts the others. */
    public void end() {
        threads.shutdownNow();
    }
}
