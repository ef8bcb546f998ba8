package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.worker.Recorded;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.Unit;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.job.GuardedJob;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.settle.Settlement;

/**
 * Records the success of bodies that ran outside of a transaction, many in one statement and
 * commit, on a thread of its own. What is handed in while it records is recorded next, so a batch
 * is as large as the database is busy, and who comes alone does not wait. Nor does anybody wait for
 * a row that somebody has locked, or that the database does not like.
 */
public final class BatchCompleter implements Runnable {

    /** The longest without a turn. */
    public static final Duration IDLE = Duration.ofSeconds(1);

    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(10);

    private final Settlement settlement;
    private final OutcomeRecorder recorder;
    private final DatabaseTrial database;
    private final Executor unit;
    private final Ticker ticker;
    private final GuardedJob job;
    private final BlockingQueue<Handed> handed = new LinkedBlockingQueue<>();
    private final List<Handed> due = new ArrayList<>();
    private final List<Handed> later = new ArrayList<>();
    private long laterAt;

    public BatchCompleter(
            Settlement settlement,
            OutcomeRecorder recorder,
            DatabaseTrial database,
            WorkerEnvironment environment) {
        this.settlement = settlement;
        this.recorder = recorder;
        this.database = database;
        this.unit = environment.unit();
        ticker = environment.ticker();
        job = new GuardedJob("recorder", this::round, ticker);
    }

    public GuardedJob job() {
        return job;
    }

    /**
     * Takes a task whose body has returned. Its lease is renewed until it is recorded.
     *
     * @param ended is run when it is, by another thread
     */
    void succeeded(RunningTask running, Runnable ended) {
        handed.add(new Handed(running, ended));
    }

    @Override
    public void run() {
        try {
            Duration longest = later.isEmpty() && due.isEmpty() ? IDLE : PAUSE;
            Handed first = handed.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                due.add(first);
                handed.drainTo(due, BATCH - 1);
            }
            new Unit(unit, job).run();
        } catch (InterruptedException e) {
            // The server ends its threads; whoever started this one knows.
            Thread.currentThread().interrupt();
        }
    }

    /** Records what was handed in, on the current thread. */
    public void complete() {
        handed.drainTo(due);
        round();
    }

    private void round() {
        List<Handed> batch = new ArrayList<>(due);
        due.clear();
        if (ticker.nanoTime() - laterAt >= 0) {
            batch.addAll(later);
            later.clear();
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            record(batch);
        } finally {
            // Also when there was no memory for something of it.
            batch.stream().filter(one -> !one.isThrough).forEach(this::recordLater);
        }
    }

    private void record(List<Handed> batch) {
        Recorded recorded;
        Set<Lease> before;
        try {
            recorded =
                    settlement.succeedAlone(batch.stream().map(one -> one.running.task()).toList());
            before = recordedBefore(batch, recorded);
        } catch (Throwable e) {
            notRecorded(batch, e);
            return;
        }
        for (Handed one : batch) {
            if (!recorded.locked().contains(one.lease())) {
                if (!recorded.succeeded().contains(one.lease()) && !before.contains(one.lease())) {
                    recorder.leaseLost(one.running);
                }
                one.end();
            }
        }
    }

    /** The answer to an earlier try may not have come through. */
    private Set<Lease> recordedBefore(List<Handed> batch, Recorded recorded) {
        List<Lease> missing = new ArrayList<>(batch.stream().map(Handed::lease).toList());
        missing.removeAll(recorded.succeeded());
        missing.removeAll(recorded.locked());
        return settlement.succeededBefore(missing);
    }

    private void notRecorded(List<Handed> batch, Throwable failure) {
        boolean isAway =
                batch.size() == 1
                        ? Conflicts.isPassing(failure)
                                || !database.takesOthers(batch.get(0).running)
                        : !database.isThere();
        if (isAway) {
            batch.forEach(one -> notYet(one, failure));
        } else if (batch.size() > 1) {
            // Whichever it is that the database does not like, the others are recorded.
            batch.forEach(one -> record(List.of(one)));
        } else {
            refused(batch.get(0), failure);
        }
    }

    private void refused(Handed one, Throwable failure) {
        long now = ticker.nanoTime();
        if (one.refusedAt == 0) {
            one.refusedAt = now;
        }
        if (now - one.refusedAt > LONGEST_REFUSAL.toNanos()) {
            giveUp(one);
        } else {
            notYet(one, failure);
        }
    }

    private void notYet(Handed one, Throwable failure) {
        if (one.running.isOver()) {
            giveUp(one);
        } else if (!one.isComplainedOf) {
            one.isComplainedOf = true;
            WorkerMessages.LOG.notSettledYet(one.running.id(), one.running.name(), failure);
        }
    }

    private void giveUp(Handed one) {
        recorder.notSettled(one.running);
        one.end();
    }

    private void recordLater(Handed one) {
        if (later.isEmpty()) {
            laterAt = ticker.nanoTime() + PAUSE.toNanos();
        }
        later.add(one);
    }

    private static final class Handed {

        private final RunningTask running;
        private final Runnable ended;
        private boolean isComplainedOf;
        private boolean isThrough;
        private long refusedAt;

        private Handed(RunningTask running, Runnable ended) {
            this.running = running;
            this.ended = ended;
        }

        private Lease lease() {
            return running.lease();
        }

        private void end() {
            isThrough = true;
            ended.run();
        }
    }
}
