package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.ClaimStore;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.SettleStore;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.store.WorkerStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskDefinitions;

/** Claims tasks and runs them, in the lanes of their queues, to their settlement. */
final class Runner implements Claimant, Carrier.Runs {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long IDLE_THREAD_SECONDS = 60;

    private final ClaimStore claims;
    private final SettleStore settling;
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
    private final Map<String, Care> cares = new HashMap<>();
    private boolean isUncertain;
    private long looksForStraysUntil = System.nanoTime();

    Runner(
            WorkerStore store,
            WorkerSettings settings,
            TaskDefinitions definitions,
            Lanes lanes,
            RunningTasks running,
            Announcer announcer,
            Happenings happenings,
            Execution execution,
            WorkerEnvironment environment,
            Ended ended) {
        this.claims = store.claims();
        this.settling = store.settling();
        this.leases = store.leases();
        this.settings = settings;
        this.definitions = definitions;
        this.lanes = lanes;
        this.running = running;
        this.announcer = announcer;
        this.happenings = happenings;
        this.execution = execution;
        this.ended = ended;
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
    public List<ClaimedTask> claim(String queue, Wanted wanted, Room room) {
        // The answer to this claim says nothing of an earlier one.
        if (isUncertain) {
            recover();
        }
        boolean wasUncertain = isUncertain;
        isUncertain = true;
        List<ClaimedTask> claimed = claimWithCare(queue, wanted, room);
        isUncertain = wasUncertain;
        return claimed;
    }

    private List<ClaimedTask> claimWithCare(String queue, Wanted wanted, Room room) {
        Care care = cares.get(queue);
        if (care != null && care.isDue()) {
            List<ClaimedTask> claimed =
                    announced(() -> claims.claimUnread(queue, wanted, settings.lease()));
            care.taken();
            return claimed;
        }
        boolean isDone = false;
        try {
            List<ClaimedTask> claimed =
                    announced(() -> claims.claim(queue, wanted, room, settings.lease()));
            isDone = true;
            cares.remove(queue);
            return claimed;
        } finally {
            if (!isDone) {
                cares.computeIfAbsent(queue, any -> new Care()).needsMore();
            }
        }
    }

    private List<ClaimedTask> announced(Supplier<List<ClaimedTask>> claim) {
        long asked = System.nanoTime();
        return announcer.change(
                Set.of(TaskStarted.class),
                claim,
                tasks -> tasks.stream().map(happenings::started).toList(),
                tasks -> keep(tasks, asked),
                claim);
    }

    /**
     * Observers may have taken much of the time that a lease lasts. Where the time stands still in
     * a transaction, a lease is to last for longer from its begin.
     */
    private void keep(List<ClaimedTask> tasks, long asked) {
        Duration taken = Duration.ofNanos(System.nanoTime() - asked);
        if (taken.compareTo(settings.lease().dividedBy(6)) > 0) {
            leases.renew(
                    tasks.stream().map(ClaimedTask::lease).toList(), settings.lease().plus(taken));
        }
    }

    @Override
    public void recover() {
        if (isUncertain || System.nanoTime() - looksForStraysUntil < 0) {
            // Taken first: what ends meanwhile is no stray, and nothing begins meanwhile.
            Collection<Lease> ours = running.leases();
            List<Lease> strays = new ArrayList<>(leases.held());
            strays.removeAll(ours);
            if (isUncertain) {
                // A claim that was broken off here may still come to its end over there.
                looksForStraysUntil = System.nanoTime() + settings.lease().toNanos();
            }
            // What somebody has locked is given back next time.
            isUncertain = !settling.releaseUnlocked(strays).keySet().containsAll(strays);
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
            threads.execute(new Carrier(lane, unit, this));
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
                ended.mayClaim(lane.queue());
            }
            areThreads = startThreads(lane, threads);
        }
    }

    @Override
    public boolean run(List<RunningTask> tasks) {
        Set<RunningTask> ended = tasks.size() > 1 ? execution.runTogether(tasks) : Set.of();
        ended.forEach(task -> end(task, Execution.Result.SUCCEEDED));
        boolean isClean = tasks.size() == 1 || ended.size() == tasks.size();
        for (RunningTask task : tasks) {
            if (!ended.contains(task)) {
                isClean &= run(task).isClean();
            }
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
        Set<RunningTask> left = new LinkedHashSet<>(release(tasks));
        left.removeAll(lost(left));
        tasks.stream()
                .filter(task -> !left.contains(task))
                .forEach(task -> end(task, Execution.Result.SETTLED));
        // Their leases are renewed, and a thread takes them or the watch tries again.
        left.stream()
                .collect(Collectors.groupingBy(task -> task.task().queue()))
                .forEach((queue, these) -> lanes.of(queue).putBack(these));
    }

    /** Those of some tasks that another worker has; what cannot be asked now is asked again. */
    private Set<RunningTask> lost(Set<RunningTask> tasks) {
        if (tasks.isEmpty()) {
            return Set.of();
        }
        try {
            Set<Lease> held = Set.copyOf(leases.held());
            Set<RunningTask> lost =
                    tasks.stream()
                            .filter(task -> !held.contains(task.lease()))
                            .collect(Collectors.toUnmodifiableSet());
            lost.forEach(execution::leaseLost);
            return lost;
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("The database does not answer", e);
            return Set.of();
        }
    }

    /**
     * Gives back what has waited too long for a thread, and starts threads for what could not be
     * given back; returns the queues of it.
     */
    Set<String> giveBackStranded() {
        List<RunningTask> stranded = lanes.stranded();
        giveBack(stranded);
        lanes.all().forEach(lane -> startThreads(lane, lane.start()));
        return stranded.stream()
                .map(task -> task.task().queue())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void end(RunningTask task, Execution.Result result) {
        running.remove(task);
        boolean isRoomAgain = lanes.heldBytes().remove(task);
        lanes.of(task.task().queue()).ended();
        ended.after(task, result);
        if (isRoomAgain) {
            ended.mayClaimAnywhere();
        }
    }

    /** Gives tasks back in one statement; returns those that could not be given back. */
    private List<RunningTask> release(List<RunningTask> tasks) {
        if (tasks.isEmpty()) {
            return tasks;
        }
        try {
            Map<Lease, TaskState> released =
                    announcer.change(
                            Happenings.OF_FAILURES,
                            () ->
                                    settling.releaseUnlocked(
                                            tasks.stream().map(RunningTask::lease).toList()),
                            states -> happenings.released(tasks, states));
            return tasks.stream().filter(task -> !released.containsKey(task.lease())).toList();
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debugf(e, "%d tasks could not be given back", tasks.size());
            return tasks;
        }
    }

    /**
     * Lets bodies end within {@code background-tasks.shutdown-timeout}, interrupts those that do
     * not, and gives their tasks back.
     *
     * @return how many were interrupted
     */
    int stop() {
        List<RunningTask> waiting = lanes.takeWaiting();
        List<RunningTask> left = new ArrayList<>(release(waiting));
        // They do not count as running: they are not waited for.
        waiting.forEach(running::remove);
        int interrupted = 0;
        if (!running.awaitNone(settings.shutdownTimeout())) {
            interrupted = running.stopAll(StopReason.SHUTDOWN);
            running.awaitNone(GRACE);
        }
        left.addAll(running.all());
        release(left).forEach(task -> WorkerMessages.LOG.notReleased(task.id()));
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

        /** A queue that had too few threads can have one now. */
        void mayClaim(String queue);

        /** There is memory again, where there was none. */
        void mayClaimAnywhere();
    }
}
