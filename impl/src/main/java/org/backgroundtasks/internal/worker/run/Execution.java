package org.backgroundtasks.internal.worker.run;

import java.util.List;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.worker.Bodies;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.event.EventPublisher;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/**
 * Runs a claimed task: bind the arguments, begin, invoke, settle with the lease, commit. When any
 * of that fails, everything is rolled back, and the failure is recorded apart from it.
 */
public final class Execution {

    private final BodyCall body;
    private final BodyTransaction transaction;
    private final Failures failures;
    private final OutcomeRecorder recorder;
    private final BatchCompleter completer;

    public Execution(
            BodyCall body,
            BodyTransaction transaction,
            Failures failures,
            OutcomeRecorder recorder,
            BatchCompleter completer) {
        this.body = body;
        this.transaction = transaction;
        this.failures = failures;
        this.recorder = recorder;
        this.completer = completer;
    }

    /**
     * Runs the task to its settlement, or to the return of its body if that is recorded later.
     * Throws nothing: whatever the body does is an outcome.
     *
     * @param recorded is run if the result is {@link RunResult#HANDED_IN}, when the task is settled
     */
    RunResult run(RunningTask running, Runnable recorded) {
        if (running.isCancelled()) {
            return failures.notBegun(running);
        }
        if (failures.isWornOut(running)) {
            return failures.wornOut(running);
        }
        TaskDefinition definition = running.definition();
        try (Bodies.Scope scope = body.enter(running)) {
            Object[] arguments = body.arguments(running);
            if (definition.sharesTransaction()) {
                return runInTransaction(running, arguments)
                        ? RunResult.SUCCEEDED
                        : recorder.leaseLost(running);
            }
            runAlone(running, arguments);
        } catch (BodyCall.NotBegunException e) {
            return failures.notBegun(running);
        } catch (Throwable e) {
            return failures.thrown(running, e);
        }
        completer.succeeded(running, recorded);
        return RunResult.HANDED_IN;
    }

    private boolean runInTransaction(RunningTask running, Object[] arguments) throws Throwable {
        try {
            return runInTransaction(running, arguments, true);
        } catch (EventPublisher.SpoiledException e) {
            if (running.isCancelled()) {
                throw e;
            }
            WorkerMessages.LOG.observersLeftOut(e);
            return runInTransaction(running, arguments, false);
        }
    }

    private boolean runInTransaction(RunningTask running, Object[] arguments, boolean isTold)
            throws Throwable {
        Object own = transaction.begin();
        try {
            body.invoke(running, arguments);
            transaction.requireCommittable(own, running);
            List<RunningTask> alone = List.of(running);
            if (!transaction.succeed(alone, own).isEmpty()) {
                transaction.commit(own, alone, isTold);
                return true;
            }
            transaction.rollback();
            return false;
        } catch (Throwable e) {
            transaction.rollback();
            throw e;
        }
    }

    private void runAlone(RunningTask running, Object[] arguments) throws Throwable {
        try {
            body.invoke(running, arguments);
        } finally {
            // One that the body has begun and forgotten must not swallow what is recorded, nor meet
            // the next task.
            transaction.rollback();
        }
    }
}
