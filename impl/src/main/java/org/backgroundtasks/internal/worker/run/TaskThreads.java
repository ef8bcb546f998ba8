package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.lease.StopReason;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;

/** The threads that run claimed tasks, in the executors of their queues. */
public final class TaskThreads implements Starter, PoolWorker.Threads {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long IDLE_THREAD_SECONDS = 60;

    private final TaskDefinitions definitions;
    private final QueueExecutors executors;
    private final RunningTasks running;
    private final TaskRunner runner;
    private final Releaser releaser;
    private final Endings endings;
    private final ExecutorService threads;
    private final Executor unit;
    private final Ticker ticker;

    public TaskThreads(
            TaskDefinitions definitions,
            QueueExecutors executors,
            RunningTasks running,
            Releaser releaser,
            TaskRunner runner,
            WorkerEnvironment environment) {
        this.definitions = definitions;
        this.executors = executors;
        this.running = running;
        this.releaser = releaser;
        this.runner = runner;
        this.endings = runner.endings();
        this.threads = environment.bodyThreads();
        this.unit = environment.unit();
        this.ticker = environment.ticker();
    }

    /** Threads for the bodies of a worker, as many as the budget of its executors lets it have. */
    public static ExecutorService pool(ThreadFactory threads) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads);
    }

    @Override
    public void start(String queue, List<ClaimedTask> tasks) {
        List<RunningTask> started =
                tasks.stream()
                        .map(
                                task ->
                                        new RunningTask(
                                                task,
                                                definitions.require(task.invocation().signature()),
                                                ticker))
                        .toList();
        started.forEach(running::add);
        executors.heldBytes().add(started);
        QueueExecutor executor = executors.of(queue);
        startThreads(executor, executor.add(started));
    }

    /** Returns whether all could be started. */
    private boolean startThreads(QueueExecutor executor, int count) {
        boolean areStarted = true;
        for (int missing = count; missing > 0; missing--) {
            areStarted &= startThread(executor);
        }
        return areStarted;
    }

    private boolean startThread(QueueExecutor executor) {
        try {
            threads.execute(new PoolWorker(executor, unit, runner, this, ticker));
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            WorkerMessages.LOG.noThread(e);
            if (executor.threadIsMissing()) {
                // Somebody else, or we a little later, will have one.
                giveBack(executor.takeWaiting());
            }
            return false;
        }
    }

    @Override
    public void handOn() {
        boolean areThreads = true;
        while (areThreads) {
            Optional<QueueExecutor> next = executors.budget().offer();
            if (next.isEmpty()) {
                return;
            }
            QueueExecutor executor = next.get();
            int threads = executor.start();
            if (threads == 0) {
                // Kept for it until then.
                endings.mayClaim(executor.queue());
            }
            areThreads = startThreads(executor, threads);
        }
    }

    @Override
    public void giveBack(List<RunningTask> tasks) {
        Set<RunningTask> left = new LinkedHashSet<>(releaser.release(tasks));
        left.removeAll(releaser.lost(left));
        tasks.stream()
                .filter(task -> !left.contains(task))
                .forEach(task -> endings.end(task, RunResult.SETTLED));
        // Their leases are renewed, and a thread takes them or the watch tries again.
        left.stream()
                .collect(Collectors.groupingBy(task -> task.task().queue()))
                .forEach((queue, these) -> executors.of(queue).putBack(these));
    }

    /**
     * Gives back what has waited too long for a thread, and starts threads for what could not be
     * given back; returns the queues of it.
     */
    public Set<String> giveBackStranded() {
        List<RunningTask> stranded = executors.stranded();
        giveBack(stranded);
        executors.all().forEach(executor -> startThreads(executor, executor.start()));
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
        List<RunningTask> waiting = executors.takeWaiting();
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
