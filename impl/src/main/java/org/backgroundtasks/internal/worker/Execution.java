package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Runs one claimed task: bind the arguments, begin, invoke, settle with the lease, commit. When any
 * of that fails, everything is rolled back, and the failure is recorded apart from it.
 */
final class Execution {

    private final LeaseStore leases;
    private final WorkerEnvironment environment;
    private final Transactions transactions;
    private final Announcer announcer;
    private final Happenings happenings;
    private final ArgumentCodec codec;
    private final Timeouts timeouts;
    private final Failures failures;

    Execution(
            LeaseStore leases,
            WorkerEnvironment environment,
            Announcer announcer,
            Happenings happenings,
            ArgumentCodec codec,
            Failures failures) {
        this.leases = leases;
        this.environment = environment;
        this.transactions = environment.transactions();
        this.announcer = announcer;
        this.happenings = happenings;
        this.codec = codec;
        this.timeouts = new Timeouts(environment.scheduler());
        this.failures = failures;
    }

    /** Runs the task to its settlement. Throws nothing: whatever the body does is an outcome. */
    Result run(RunningTask running, TaskDefinition definition) {
        try (Bodies.Scope scope = environment.bodies().enter(running)) {
            if (failures.isWornOut(running)) {
                return failures.wornOut(running);
            }
            Object[] arguments = codec.read(definition, running.task().invocation().arguments());
            boolean held =
                    definition.sharesTransaction()
                            ? runInTransaction(running, definition, arguments)
                            : runAlone(running, definition, arguments);
            return held ? Result.SETTLED : failures.leaseLost(running);
        } catch (Throwable e) {
            return failures.thrown(running, definition, e);
        }
    }

    private boolean runInTransaction(
            RunningTask running, TaskDefinition definition, Object[] arguments) throws Throwable {
        if (!announcer.isObserved(TaskSucceeded.class)) {
            return runInTransaction(running, definition, arguments, List.of());
        }
        try {
            TaskEvent succeeded = happenings.succeeded(running.task());
            return runInTransaction(running, definition, arguments, List.of(succeeded));
        } catch (Announcer.SpoiledException e) {
            if (running.isCancelled()) {
                throw e;
            }
            WorkerMessages.LOG.observersLeftOut(e);
            return runInTransaction(running, definition, arguments, List.of());
        }
    }

    private boolean runInTransaction(
            RunningTask running,
            TaskDefinition definition,
            Object[] arguments,
            List<TaskEvent> announcement)
            throws Throwable {
        Object own = transactions.begin();
        try {
            invoke(running, definition, arguments);
            if (!own.equals(transactions.committable())) {
                throw WorkerMessages.LOG.rolledBack();
            }
            if (succeed(running)) {
                announcer.commit(own, announcement);
                return true;
            }
            transactions.rollback();
            return false;
        } catch (Throwable e) {
            transactions.rollback();
            throw e;
        }
    }

    private boolean runAlone(RunningTask running, TaskDefinition definition, Object[] arguments)
            throws Throwable {
        try {
            invoke(running, definition, arguments);
        } finally {
            // One that the body has begun and forgotten must not swallow what is recorded, nor meet
            // the next task.
            transactions.rollback();
        }
        return announcer.change(
                Set.of(TaskSucceeded.class),
                () -> succeed(running),
                held -> held ? List.of(happenings.succeeded(running.task())) : List.of());
    }

    private boolean succeed(RunningTask running) {
        return leases.settle(running.task().lease(), new Outcome.Succeeded()).isPresent();
    }

    private void invoke(RunningTask running, TaskDefinition definition, Object[] arguments)
            throws Throwable {
        Duration timeout = definition.options().timeout();
        try (Timeouts.Timer timer = timeouts.start(running, timeout)) {
            running.bodyBegins();
            environment.bodies().invoke(definition, arguments);
        } catch (Throwable e) {
            throw running.stopReason() == StopReason.TIMED_OUT
                    ? WorkerMessages.LOG.timedOut(timeout, e)
                    : e;
        } finally {
            running.bodyEnds();
        }
        if (running.stopReason() == StopReason.TIMED_OUT) {
            throw WorkerMessages.LOG.timedOut(timeout, null);
        }
    }

    /**
     * What is left to do.
     *
     * @param again when the next attempt is due, or null if the worker need not care
     */
    record Result(@Nullable Duration again) {

        static final Result SETTLED = new Result(null);
    }
}
