package org.backgroundtasks.internal.worker.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.time.Ticker;

/** The tasks that this node holds leases on. */
public final class RunningTasks {

    private final Map<Lease, RunningTask> byLease = new ConcurrentHashMap<>();
    private final Ticker ticker;

    public RunningTasks(Ticker ticker) {
        this.ticker = ticker;
    }

    public void add(RunningTask running) {
        byLease.put(running.lease(), running);
    }

    public synchronized void remove(RunningTask running) {
        byLease.remove(running.lease());
        notifyAll();
    }

    public Collection<Lease> leases() {
        return List.copyOf(byLease.keySet());
    }

    /** Their leases, those first whose renewal was tried longest ago. For who renews them. */
    List<Lease> leasesByTurn() {
        return byLease.values().stream()
                .sorted((one, other) -> Long.signum(one.triedAt() - other.triedAt()))
                .map(RunningTask::lease)
                .toList();
    }

    public Collection<RunningTask> all() {
        return List.copyOf(byLease.values());
    }

    public int count() {
        return byLease.size();
    }

    /** How long until every task has been here for a while; zero if every one has, or none is. */
    public Duration untilAllOlderThan(Duration age) {
        return byLease.values().stream()
                .map(running -> age.minus(running.age()))
                .filter(left -> !left.isNegative())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Whether a task is here that was claimed less than a while ago. */
    public boolean isYounger(Lease lease, Duration age) {
        RunningTask running = byLease.get(lease);
        return running != null && running.age().compareTo(age) < 0;
    }

    /** The tasks as they were claimed. */
    public static List<ClaimedTask> claimed(Collection<RunningTask> tasks) {
        return tasks.stream().map(RunningTask::task).toList();
    }

    /** Those of some tasks that have one of these leases. */
    public static Set<RunningTask> those(Collection<RunningTask> tasks, Set<Lease> leases) {
        return tasks.stream()
                .filter(task -> leases.contains(task.lease()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Asks one task to end, if it is still here. */
    void stop(Lease lease, StopReason reason) {
        ifHere(lease, running -> running.stop(reason));
    }

    void tried(Lease lease, long nanos) {
        ifHere(lease, running -> running.tried(nanos));
    }

    void renewed(Lease lease, long nanos) {
        ifHere(lease, running -> running.renewed(nanos));
    }

    private void ifHere(Lease lease, Consumer<RunningTask> what) {
        RunningTask running = byLease.get(lease);
        if (running != null) {
            what.accept(running);
        }
    }

    /**
     * Asks those to end whose leases were last renewed before a reading of {@link
     * Ticker#nanoTime()}.
     */
    void stopOlderThan(long nanos, StopReason reason) {
        byLease.values().stream()
                .filter(running -> running.isOlderThan(nanos))
                .forEach(running -> running.stop(reason));
    }

    /** Asks all to end; returns how many there were. */
    public int stopAll(StopReason reason) {
        List<RunningTask> all = List.copyOf(byLease.values());
        all.forEach(running -> running.stop(reason));
        return all.size();
    }

    /** Waits until none is left, at most for a while; returns whether none is. */
    public synchronized boolean awaitNone(Duration longest) {
        long deadline = ticker.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toNanos();
                    !byLease.isEmpty() && left > 0;
                    left = deadline - ticker.nanoTime()) {
                wait(Math.max(1, left / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return byLease.isEmpty();
    }
}
