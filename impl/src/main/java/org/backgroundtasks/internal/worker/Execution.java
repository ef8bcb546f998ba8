package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.store.ClaimStore;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.Recorded;
import org.backgroundtasks.internal.store.SettleStore;
import org.backgroundtasks.internal.store.WorkerStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Runs claimed tasks: bind the arguments, begin, invoke, settle with the lease, commit. When any of
 * that fails, everything is rolled back, and the failure is recorded apart from it.
 */
final class Execution {

    private static final Duration LOCKED_PAUSE = Duration.ofMillis(100);

    private final ClaimStore claims;
    private final SettleStore settling;
    private final WorkerEnvironment environment;
    private final Transactions transactions;
    private final Announcer announcer;
    private final Happenings happenings;
    private final ArgumentCodec codec;
    private final Timeouts timeouts;
    private final Failures failures;
    private final Settler settler;

    Execution(
            WorkerStore store,
            WorkerEnvironment environment,
            Announcer announcer,
            Happenings happenings,
            ArgumentCodec codec,
            Failures failures,
            Settler settler) {
        this.claims = store.claims();
        this.settling = store.settling();
        this.environment = environment;
        this.transactions = environment.transactions();
        this.announcer = announcer;
        this.happenings = happenings;
        this.codec = codec;
        this.timeouts = new Timeouts(environment.timer());
        this.failures = failures;
        this.settler = settler;
    }

    /**
     * Runs the task to its settlement, or to the return of its body if that is recorded later.
     * Throws nothing: whatever the body does is an outcome.
     *
     * @param recorded is run if the result is {@link Result#HANDED_IN}, when the task is settled
     */
    Result run(RunningTask running, Runnable recorded) {
        if (running.isCancelled()) {
            return failures.notBegun(running);
        }
        if (failures.isWornOut(running)) {
            return failures.wornOut(running);
        }
        TaskDefinition definition = running.definition();
        try (Bodies.Scope scope = environment.bodies().enter(running)) {
            Object[] arguments = arguments(running);
            if (definition.sharesTransaction()) {
                return runInTransaction(running, arguments)
                        ? Result.SUCCEEDED
                        : failures.leaseLost(running);
            }
            runAlone(running, arguments);
        } catch (NotBegunException e) {
            return failures.notBegun(running);
        } catch (Throwable e) {
            return failures.thrown(running, e);
        }
        settler.succeeded(running, recorded);
        return Result.HANDED_IN;
    }

    private Object[] arguments(RunningTask running) throws NotBegunException {
        ClaimedTask task = running.task();
        try {
            return codec.read(
                    running.definition(),
                    task.isUnread() ? readAlone(running) : task.invocation().arguments());
        } catch (OutOfMemoryError e) {
            throw WorkerMessages.LOG.argumentsUnread(e);
        }
    }

    private String readAlone(RunningTask running) throws NotBegunException {
        try {
            return claims.arguments(running.id());
        } catch (RuntimeException e) {
            if (!Conflicts.isOfMemory(e)
                    && (Conflicts.isPassing(e) || !failures.takesOthers(running))) {
                throw new NotBegunException(e);
            }
            throw WorkerMessages.LOG.argumentsUnread(e);
        }
    }

    /**
     * Runs tasks of one method in one transaction. Throws nothing.
     *
     * @return those that have come to their end so; the others are to be run one by one
     */
    Set<RunningTask> runTogether(List<RunningTask> tasks) {
        if (tasks.stream().anyMatch(task -> task.isCancelled() || failures.isWornOut(task))) {
            return Set.of();
        }
        Set<Lease> held = null;
        try {
            Object own = transactions.begin();
            for (RunningTask running : tasks) {
                try (Bodies.Scope scope = environment.bodies().enter(running)) {
                    invoke(running, arguments(running));
                }
            }
            requireCommittable(own, tasks.get(0));
            held = succeeding(tasks, own);
            if (held.size() == tasks.size()) {
                announcer.commit(own, announcement(tasks));
                return Set.copyOf(tasks);
            }
            transactions.rollback();
        } catch (Throwable e) {
            transactions.rollback();
            WorkerMessages.LOG.debugf(e, "%d tasks could not share a transaction", tasks.size());
            return held == null || e instanceof Announcer.SpoiledException
                    ? Set.of()
                    : those(tasks, failures.committedAllTheSame(tasks, e));
        }
        Set<RunningTask> lost = new HashSet<>(tasks);
        lost.removeAll(those(tasks, held));
        lost.forEach(failures::leaseLost);
        return lost;
    }

    /** Records success of all in one statement, and waits for those that somebody has locked. */
    private Set<Lease> succeeding(List<RunningTask> tasks, Object own) throws Exception {
        Recorded recorded =
                settling.succeedUnlocked(tasks.stream().map(RunningTask::lease).toList());
        Set<Lease> succeeded = new HashSet<>(recorded.succeeded());
        for (RunningTask running : those(tasks, recorded.locked())) {
            if (succeeds(running, own)) {
                succeeded.add(running.lease());
            }
        }
        return succeeded;
    }

    /** Another worker has a task that has not begun here. */
    void leaseLost(RunningTask running) {
        failures.leaseLost(running);
    }

    private static Set<RunningTask> those(List<RunningTask> tasks, Set<Lease> leases) {
        return tasks.stream()
                .filter(task -> leases.contains(task.lease()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean runInTransaction(RunningTask running, Object[] arguments) throws Throwable {
        try {
            return runInTransaction(running, arguments, announcement(List.of(running)));
        } catch (Announcer.SpoiledException e) {
            if (running.isCancelled()) {
                throw e;
            }
            WorkerMessages.LOG.observersLeftOut(e);
            return runInTransaction(running, arguments, List.of());
        }
    }

    private List<TaskEvent> announcement(List<RunningTask> succeeded) {
        return announcer.isObserved(TaskSucceeded.class)
                ? succeeded.stream().map(running -> happenings.succeeded(running.task())).toList()
                : List.of();
    }

    private boolean runInTransaction(
            RunningTask running, Object[] arguments, List<TaskEvent> announcement)
            throws Throwable {
        Object own = transactions.begin();
        try {
            invoke(running, arguments);
            requireCommittable(own, running);
            if (succeeds(running, own)) {
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

    /**
     * Records success in the transaction of the body. Somebody who has locked the row, as a caller
     * that has asked the task to end and has not committed, is waited for as long as the lease is
     * held: what the body has done is not to be done again.
     */
    private boolean succeeds(RunningTask running, Object own) throws Exception {
        for (; ; ) {
            switch (settling.succeed(running.lease())) {
                case RECORDED -> {
                    return true;
                }
                case LEASE_LOST -> {
                    return false;
                }
                case LOCKED -> {
                    if (!running.pause(LOCKED_PAUSE)) {
                        throw new CancellationException("while somebody has locked the task");
                    }
                    requireCommittable(own, running);
                }
            }
        }
    }

    private void requireCommittable(Object own, RunningTask running) throws Exception {
        if (!own.equals(transactions.committable())) {
            throw WorkerMessages.LOG.rolledBack(running.age());
        }
    }

    private void runAlone(RunningTask running, Object[] arguments) throws Throwable {
        try {
            invoke(running, arguments);
        } finally {
            // One that the body has begun and forgotten must not swallow what is recorded, nor meet
            // the next task.
            transactions.rollback();
        }
    }

    private void invoke(RunningTask running, Object[] arguments) throws Throwable {
        TaskDefinition definition = running.definition();
        Duration timeout = definition.options().timeout();
        try (Timeouts.Timer timer = timer(running, timeout)) {
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

    private Timeouts.Timer timer(RunningTask running, Duration timeout) throws NotBegunException {
        try {
            return timeouts.start(running, timeout);
        } catch (RuntimeException e) {
            throw new NotBegunException(e);
        }
    }

    /** The server, about to stop, no longer keeps time, or the database is away. */
    private static final class NotBegunException extends Exception {

        private static final long serialVersionUID = 1L;

        NotBegunException(Throwable cause) {
            super(cause);
        }
    }

    /**
     * What is left to do.
     *
     * @param again when the next attempt is due, or null if the worker need not care
     * @param isHandedIn whether the outcome is still to be recorded
     * @param isClean whether the thread has nothing left that the server should take back
     */
    record Result(@Nullable Duration again, boolean isHandedIn, boolean isClean) {

        /** Everything is committed. */
        static final Result SUCCEEDED = new Result(null, false, true);

        /**
         * The body has returned, and that is going to be recorded. It ran without a transaction, so
         * what it has done with connections ends only with the unit of work.
         */
        static final Result HANDED_IN = new Result(null, true, false);

        /** It has ended in another way. */
        static final Result SETTLED = new Result(null, false, false);

        /** It is attempted again. */
        static Result again(Duration delay) {
            return new Result(delay, false, false);
        }
    }
}
