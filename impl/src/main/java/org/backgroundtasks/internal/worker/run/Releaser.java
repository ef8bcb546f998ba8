package org.backgroundtasks.internal.worker.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.settle.SettleHookException;
import org.backgroundtasks.internal.worker.settle.Settlement;

/** Gives tasks back that were claimed here and have not begun. */
public final class Releaser {

    private final Settlement settlement;
    private final LeaseStore leases;
    private final OutcomeRecorder recorder;

    public Releaser(Settlement settlement, LeaseStore leases, OutcomeRecorder recorder) {
        this.settlement = settlement;
        this.leases = leases;
        this.recorder = recorder;
    }

    /** Gives tasks back in one statement; returns those that could not be given back. */
    List<RunningTask> release(List<RunningTask> tasks) {
        if (tasks.isEmpty()) {
            return tasks;
        }
        try {
            Map<Lease, TaskState> released = settlement.release(RunningTasks.claimed(tasks));
            return tasks.stream().filter(task -> !released.containsKey(task.lease())).toList();
        } catch (SettleHookException e) {
            // Whichever it is that a hook cannot follow, the others are given back.
            return tasks.size() == 1
                    ? tasks
                    : tasks.stream().flatMap(one -> release(List.of(one)).stream()).toList();
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debugf(e, "%d tasks could not be given back", tasks.size());
            return tasks;
        }
    }

    /**
     * Returns the tasks that another worker has taken. If the database cannot answer, the next call
     * asks again.
     */
    Set<RunningTask> lost(Set<RunningTask> tasks) {
        if (tasks.isEmpty()) {
            return Set.of();
        }
        try {
            Set<Lease> held = Set.copyOf(leases.held());
            Set<RunningTask> lost =
                    tasks.stream()
                            .filter(task -> !held.contains(task.lease()))
                            .collect(Collectors.toUnmodifiableSet());
            lost.forEach(recorder::leaseLost);
            return lost;
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("The database does not answer", e);
            return Set.of();
        }
    }
}
