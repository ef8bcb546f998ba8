package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.worker.Execution.Result;

/** Decides what becomes of a task whose attempt did not succeed, and records it. */
final class Failures {

    private final LeaseStore leases;
    private final Backoff backoff;

    Failures(LeaseStore leases, Backoff backoff) {
        this.leases = leases;
        this.backoff = backoff;
    }

    /** Another attempt could not read the arguments better. */
    Result unreadable(RunningTask running, Throwable failure) {
        return settle(running, new Outcome.Failed(ErrorText.of(failure)), failure);
    }

    Result thrown(RunningTask running, TaskDefinition definition, Throwable failure) {
        StopReason reason = running.stopReason();
        if (reason == StopReason.LEASE_LOST) {
            return leaseLost(running);
        }
        if (reason == StopReason.SHUTDOWN) {
            return settle(running, new Outcome.Released(), failure);
        }
        String error = ErrorText.of(failure);
        boolean mayRetry =
                !running.task().isLastAttempt() && !definition.options().abortsOn(failure);
        Outcome outcome =
                mayRetry ? new Outcome.Retrying(delay(running), error) : new Outcome.Failed(error);
        return settle(running, outcome, failure);
    }

    private Duration delay(RunningTask running) {
        return backoff.after(running.attempt(), ThreadLocalRandom.current());
    }

    Result leaseLost(RunningTask running) {
        WorkerMessages.LOG.leaseLost(running.id(), running.name(), running.task().lease().number());
        return Result.SETTLED;
    }

    private Result settle(RunningTask running, Outcome outcome, Throwable failure) {
        try {
            if (!leases.settle(running.task().lease(), outcome)) {
                return leaseLost(running);
            }
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            WorkerMessages.LOG.notSettled(running.id(), running.name(), e);
            return Result.SETTLED;
        }
        if (running.stopReason() == StopReason.CANCELLED) {
            WorkerMessages.LOG.cancelled(running.id(), running.name());
            return Result.SETTLED;
        }
        if (outcome instanceof Outcome.Retrying retrying) {
            WorkerMessages.LOG.retrying(
                    running.id(),
                    running.name(),
                    running.attempt(),
                    running.task().maxAttempts(),
                    retrying.delay(),
                    failure);
            return new Result(retrying.delay());
        }
        if (outcome instanceof Outcome.Failed) {
            WorkerMessages.LOG.failed(
                    running.id(),
                    running.name(),
                    running.attempt(),
                    running.task().maxAttempts(),
                    failure);
        }
        return Result.SETTLED;
    }
}
