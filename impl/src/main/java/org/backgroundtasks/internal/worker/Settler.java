package org.backgroundtasks.internal.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.task.Lease;

/**
 * Records the success of bodies that ran outside of a transaction, many in one statement and
 * commit. Who comes first records; what others hand in meanwhile is recorded next, by the same
 * thread. So a batch is as large as the database is busy, and who comes alone does not wait.
 */
final class Settler {

    private static final int BATCH = 500;

    private final LeaseStore leases;
    private final Announcer announcer;
    private final Happenings happenings;
    private final Failures failures;
    private final Queue<Handed> handed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isRecording = new AtomicBoolean();

    Settler(LeaseStore leases, Announcer announcer, Happenings happenings, Failures failures) {
        this.leases = leases;
        this.announcer = announcer;
        this.happenings = happenings;
        this.failures = failures;
    }

    /**
     * Takes a task whose body has returned. Its lease is renewed until it is recorded.
     *
     * @param ended is run when it is; perhaps by another thread
     */
    void succeeded(RunningTask running, Runnable ended) {
        handed.add(new Handed(running, ended));
        while (!handed.isEmpty() && isRecording.compareAndSet(false, true)) {
            try {
                record(batch());
            } finally {
                isRecording.set(false);
            }
        }
    }

    private List<Handed> batch() {
        List<Handed> batch = new ArrayList<>();
        for (Handed next = handed.poll(); next != null; next = handed.poll()) {
            batch.add(next);
            if (batch.size() == BATCH) {
                break;
            }
        }
        return batch;
    }

    private void record(List<Handed> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Set<Lease> held;
        try {
            held = record(batch.stream().map(one -> one.running().lease()).toList(), batch);
        } catch (Throwable e) {
            // Whatever it is about, one by one it can be told.
            for (Handed one : batch) {
                failures.unrecorded(one.running(), e);
                one.ended().run();
            }
            return;
        }
        for (Handed one : batch) {
            if (!held.contains(one.running().lease())) {
                failures.leaseLost(one.running());
            }
            one.ended().run();
        }
    }

    private Set<Lease> record(Collection<Lease> all, List<Handed> batch) {
        return announcer.change(
                Set.of(TaskSucceeded.class),
                () -> leases.succeed(all),
                held ->
                        batch.stream()
                                .map(Handed::running)
                                .filter(running -> held.contains(running.lease()))
                                .map(running -> happenings.succeeded(running.task()))
                                .toList());
    }

    private record Handed(RunningTask running, Runnable ended) {}
}
