package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.StopReason;
import org.backgroundtasks.internal.worker.settle.SettleHookException;

/** Decides what becomes of a task whose attempt did not succeed. */
public final class Failures {

    private final OutcomeRecorder recorder;
    private final Backoff backoff;
    private final int maxLosses;
    private final int maxSnoozes;

    public Failures(OutcomeRecorder recorder, WorkerSettings settings) {
        this.recorder = recorder;
        this.backoff = settings.backoff();
        this.maxLosses = settings.maxLosses();
        this.maxSnoozes = settings.maxSnoozes();
    }

    /**
     * Whether the task must not be run once more. Whoever took it from its last worker lacked its
     * method, and left it to a node that has it to say so.
     */
    boolean isWornOut(RunningTask running) {
        return running.task().losses() >= maxLosses
                || running.attempt() > running.task().maxAttempts();
    }

    RunResult wornOut(RunningTask running) {
        Throwable failure = WorkerMessages.LOG.wornOut(running.task().losses());
        return recorder.record(running, new Outcome.Failed(ErrorText.of(failure)), failure);
    }

    RunResult thrown(RunningTask running, Throwable thrown) {
        Throwable failure = thrown instanceof SettleHookException hook ? hook.getCause() : thrown;
        StopReason reason = running.stopReason();
        if (reason == StopReason.SHUTDOWN || reason == StopReason.LEASE_LOST) {
            // What was lost cannot be given back, and the answer tells.
            return recorder.record(running, new Outcome.Released(), failure);
        }
        Duration snoozedFor = running.snoozedFor();
        if (snoozedFor != null && reason != StopReason.TIMED_OUT) {
            if (running.task().snoozes() < maxSnoozes) {
                return recorder.record(running, new Outcome.Snoozed(snoozedFor), failure);
            }
            failure = WorkerMessages.LOG.snoozedTooOften(maxSnoozes);
        }
        String error = ErrorText.of(failure);
        boolean mayRetry =
                !running.task().isLastAttempt()
                        && !running.definition().options().abortsOn(failure);
        Outcome outcome =
                mayRetry ? new Outcome.Retrying(delay(running), error) : new Outcome.Failed(error);
        return recorder.record(running, outcome, failure);
    }

    /** It was asked to end before its body began. */
    RunResult notBegun(RunningTask running) {
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
                : recorder.record(running, new Outcome.Released(), failure);
    }

    private Duration delay(RunningTask running) {
        return backoff.orOwn(running.definition().options().backoff())
                .after(running.attempt(), ThreadLocalRandom.current());
    }
}
