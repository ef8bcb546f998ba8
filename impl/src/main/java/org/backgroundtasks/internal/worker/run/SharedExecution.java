package org.backgroundtasks.internal.worker.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.worker.Bodies;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.event.EventPublisher;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.RunningTasks;

/** Runs tasks of one method in one transaction. */
public final class SharedExecution {

    private final BodyCall body;
    private final BodyTransaction transaction;
    private final Failures failures;
    private final OutcomeRecorder recorder;

    public SharedExecution(
            BodyCall body,
            BodyTransaction transaction,
            Failures failures,
            OutcomeRecorder recorder) {
        this.body = body;
        this.transaction = transaction;
        this.failures = failures;
        this.recorder = recorder;
    }

    /**
     * Runs tasks of one method in one transaction. Throws nothing.
     *
     * @return those that have come to their end so; the others are to be run one by one
     */
    Set<RunningTask> run(List<RunningTask> tasks) {
        if (tasks.stream().anyMatch(task -> task.isCancelled() || failures.isWornOut(task))) {
            return Set.of();
        }
        Set<Lease> held = null;
        try {
            Object own = transaction.begin();
            for (RunningTask running : tasks) {
                try (Bodies.Scope scope = body.enter(running)) {
                    body.invoke(running, body.arguments(running));
                }
            }
            transaction.requireCommittable(own, tasks.get(0));
            held = transaction.succeed(tasks, own);
            if (held.size() == tasks.size()) {
                transaction.commit(own, tasks, true);
                return Set.copyOf(tasks);
            }
            transaction.rollback();
        } catch (Throwable e) {
            transaction.rollback();
            WorkerMessages.LOG.debugf(e, "%d tasks could not share a transaction", tasks.size());
            return held == null || e instanceof EventPublisher.SpoiledException
                    ? Set.of()
                    : RunningTasks.those(tasks, recorder.committedAllTheSame(tasks, e));
        }
        Set<RunningTask> lost = new HashSet<>(tasks);
        lost.removeAll(RunningTasks.those(tasks, held));
        lost.forEach(recorder::leaseLost);
        return lost;
    }
}
