package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.worker.Counters;
import org.backgroundtasks.internal.worker.Unit;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.StopReason;
import org.backgroundtasks.internal.worker.settle.Settlement;

/**
 * Records the outcome of an attempt that did not succeed, and asks until the database has answered.
 */
public final class OutcomeRecorder {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_REFUSALS = 10;

    private final Settlement settlement;
    private final DatabaseTrial database;
    private final Counters counters;
    private final Executor unit;

    public OutcomeRecorder(
            Settlement settlement, DatabaseTrial database, Counters counters, Executor unit) {
        this.settlement = settlement;
        this.database = database;
        this.counters = counters;
        this.unit = unit;
    }

    /**
     * Records an outcome, however long the database is away: while the task counts as running here,
     * its lease is renewed as soon as that is possible, and no loss is counted against it.
     */
    RunResult record(RunningTask running, Outcome first, Throwable failure) {
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
                && database.takesOthers(running);
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
    RunResult notSettled(RunningTask running) {
        if (running.stopReason() == StopReason.LEASE_LOST) {
            return leaseLost(running);
        }
        WorkerMessages.LOG.notSettled(running.id(), running.name());
        return RunResult.SETTLED;
    }

    RunResult leaseLost(RunningTask running) {
        counters.leaseLost();
        WorkerMessages.LOG.leaseLost(running.id(), running.name(), running.lease().number());
        return RunResult.SETTLED;
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
                Set<Lease> succeeded = settlement.succeededBefore(all);
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

    /**
     * Some servers leave a connection that has failed with the piece of work until that ends; the
     * next try is to have another.
     */
    private RunResult inOwnUnit(RunningTask running, Outcome outcome, Throwable failure) {
        CompletableFuture<RunResult> result = new CompletableFuture<>();
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

    private RunResult settled(RunningTask running, Outcome outcome, Throwable failure) {
        return settlement
                .settle(running.task(), outcome)
                .map(now -> report(running, outcome, now, failure))
                .orElseGet(() -> leaseLost(running));
    }

    private static RunResult report(
            RunningTask running, Outcome outcome, TaskState state, Throwable failure) {
        TaskId id = running.id();
        String name = running.name();
        int attempt = running.attempt();
        int maxAttempts = running.task().maxAttempts();
        switch (state) {
            case CANCELLED -> WorkerMessages.LOG.cancelled(id, name);
            case FAILED -> WorkerMessages.LOG.failed(id, name, attempt, maxAttempts, failure);
            case SUCCEEDED -> WorkerMessages.LOG.committedAllTheSame(id, name, failure);
            case BLOCKED, RUNNING, READY, SCHEDULED -> {
                Duration delay = outcome.delay();
                if (delay == null) {
                    WorkerMessages.LOG.givenBack(id, name);
                    return RunResult.SETTLED;
                }
                if (outcome instanceof Outcome.Snoozed) {
                    WorkerMessages.LOG.snoozed(id, name, delay);
                } else {
                    WorkerMessages.LOG.retrying(id, name, attempt, maxAttempts, delay, failure);
                }
                return RunResult.again(delay);
            }
        }
        return RunResult.SETTLED;
    }
}
