package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.Probes;
import org.backgroundtasks.internal.store.SettleStore;
import org.backgroundtasks.internal.store.WorkerStore;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.worker.Execution.Result;

/** Decides what becomes of a task whose attempt did not succeed, and records it. */
final class Failures {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_REFUSALS = 10;

    private final SettleStore settling;
    private final Probes probes;
    private final Backoff backoff;
    private final int maxLosses;
    private final Announcer announcer;
    private final Counters counters;
    private final Executor unit;

    Failures(
            WorkerStore store,
            WorkerSettings settings,
            Announcer announcer,
            Counters counters,
            Executor unit) {
        this.settling = store.settling();
        this.probes = store.probes();
        this.backoff = settings.backoff();
        this.maxLosses = settings.maxLosses();
        this.announcer = announcer;
        this.counters = counters;
        this.unit = unit;
    }

    /**
     * Whether the task must not be run once more. Whoever took it from its last worker lacked its
     * method, and left it to a node that has it to say so.
     */
    boolean isWornOut(RunningTask running) {
        return running.task().losses() >= maxLosses
                || running.attempt() > running.task().maxAttempts();
    }

    Result wornOut(RunningTask running) {
        Throwable failure = WorkerMessages.LOG.wornOut(running.task().losses());
        return settle(running, new Outcome.Failed(ErrorText.of(failure)), failure);
    }

    Result thrown(RunningTask running, Throwable failure) {
        StopReason reason = running.stopReason();
        if (reason == StopReason.SHUTDOWN || reason == StopReason.LEASE_LOST) {
            // What was lost cannot be given back, and the answer tells.
            return settle(running, new Outcome.Released(), failure);
        }
        String error = ErrorText.of(failure);
        boolean mayRetry =
                !running.task().isLastAttempt()
                        && !running.definition().options().abortsOn(failure);
        Outcome outcome =
                mayRetry ? new Outcome.Retrying(delay(running), error) : new Outcome.Failed(error);
        return settle(running, outcome, failure);
    }

    /** It was asked to end before its body began. */
    Result notBegun(RunningTask running) {
        StopReason reason = running.stopReason();
        if (reason == StopReason.TIMED_OUT) {
            // Among others that shared its transaction.
            Duration timeout = running.definition().options().timeout();
            return thrown(running, WorkerMessages.LOG.timedOut(timeout, null));
        }
        CancellationException failure = new CancellationException("before the body began");
        return reason == StopReason.CANCELLED
                ? thrown(running, failure)
                // It has done nothing that an attempt were to be counted for.
                : settle(running, new Outcome.Released(), failure);
    }

    /**
     * Which of some tasks have succeeded together although their commit reported an error; asks
     * until the database answers.
     */
    Set<Lease> committedAllTheSame(List<RunningTask> tasks, Throwable failure) {
        Collection<Lease> all = tasks.stream().map(RunningTask::lease).toList();
        RunningTask any = tasks.get(0);
        do {
            try {
                Set<Lease> succeeded = settling.succeeded(all);
                tasks.stream()
                        .filter(task -> succeeded.contains(task.lease()))
                        .forEach(
                                task ->
                                        WorkerMessages.LOG.committedAllTheSame(
                                                task.id(), task.name(), failure));
                return succeeded;
            } catch (RuntimeException e) {
                WorkerMessages.LOG.debug("The database does not answer", e);
            }
        } while (any.pause(PAUSE));
        return Set.of();
    }

    private Duration delay(RunningTask running) {
        return backoff.after(running.attempt(), ThreadLocalRandom.current());
    }

    Result leaseLost(RunningTask running) {
        counters.leaseLost();
        WorkerMessages.LOG.leaseLost(running.id(), running.name(), running.lease().number());
        return Result.SETTLED;
    }

    /**
     * Records an outcome, however long the database is away: while the task counts as running here,
     * its lease is renewed as soon as that is possible, and no loss is counted against it.
     */
    private Result settle(RunningTask running, Outcome first, Throwable failure) {
        Outcome outcome = first;
        int refusals = 0;
        boolean isComplained = false;
        for (; ; ) {
            Throwable refusal;
            try {
                return inOwnUnit(running, outcome, failure);
            } catch (RuntimeException | Error e) {
                refusal = e;
            }
            try {
                if (!isComplained) {
                    isComplained = true;
                    refusal.addSuppressed(failure);
                    WorkerMessages.LOG.notSettledYet(running.id(), running.name(), refusal);
                }
                if (isOfOutcome(refusal, running)) {
                    refusals++;
                    outcome = plain(outcome);
                }
            } catch (Error e) {
                // There may not be the memory to say it, nor to ask; the next try may have it.
            }
            if (!running.pause(PAUSE) || refusals >= MOST_REFUSALS) {
                return notSettled(running);
            }
        }
    }

    /** Whether it is this outcome that the database does not like. */
    private boolean isOfOutcome(Throwable refusal, RunningTask running) {
        return !(refusal instanceof Error)
                && !(refusal instanceof Unit.RefusedException)
                && !Conflicts.isPassing(refusal)
                && takesOthers(running);
    }

    /**
     * Whether the database takes another change of the same row; one that has no room for it is as
     * good as away.
     */
    boolean takesOthers(RunningTask running) {
        return isTaken(() -> probes.tryToChange(running.lease()));
    }

    /** Whether the database takes changes at all; one that only answers is away, too. */
    boolean isDatabaseThere() {
        return isTaken(() -> probes.probeWriting(() -> {}));
    }

    private static boolean isTaken(Runnable change) {
        try {
            change.run();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Outcome plain(Outcome outcome) {
        if (outcome instanceof Outcome.Retrying retrying) {
            return new Outcome.Retrying(retrying.delay(), ErrorText.plain(retrying.error()));
        }
        if (outcome instanceof Outcome.Failed failed) {
            return new Outcome.Failed(ErrorText.plain(failed.error()));
        }
        return outcome;
    }

    /** What the last try to record could not record. */
    Result notSettled(RunningTask running) {
        if (running.stopReason() == StopReason.LEASE_LOST) {
            return leaseLost(running);
        }
        WorkerMessages.LOG.notSettled(running.id(), running.name());
        return Result.SETTLED;
    }

    /**
     * Some servers leave a connection that has failed with the piece of work until that ends; the
     * next try is to have another.
     */
    private Result inOwnUnit(RunningTask running, Outcome outcome, Throwable failure) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        new Unit(
                        unit,
                        () -> {
                            try {
                                result.complete(settled(running, outcome, failure));
                            } catch (RuntimeException | Error e) {
                                result.completeExceptionally(e);
                            }
                        })
                .run();
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failed ? failed : e;
        }
    }

    private Result settled(RunningTask running, Outcome outcome, Throwable failure) {
        return announcer
                .settle(running, outcome)
                .map(now -> report(running, outcome, now, failure))
                .orElseGet(() -> leaseLost(running));
    }

    private static Result report(
            RunningTask running, Outcome outcome, TaskState state, Throwable failure) {
        TaskId id = running.id();
        String name = running.name();
        int attempt = running.attempt();
        int maxAttempts = running.task().maxAttempts();
        switch (state) {
            case CANCELLED -> WorkerMessages.LOG.cancelled(id, name);
            case FAILED -> WorkerMessages.LOG.failed(id, name, attempt, maxAttempts, failure);
            case SUCCEEDED -> WorkerMessages.LOG.committedAllTheSame(id, name, failure);
            case RUNNING, READY, SCHEDULED -> {
                if (!(outcome instanceof Outcome.Retrying retrying)) {
                    WorkerMessages.LOG.givenBack(id, name);
                    return Result.SETTLED;
                }
                Duration delay = retrying.delay();
                WorkerMessages.LOG.retrying(id, name, attempt, maxAttempts, delay, failure);
                return Result.again(delay);
            }
        }
        return Result.SETTLED;
    }
}
