package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.worker.lease.DatabaseWatch;
import org.backgroundtasks.internal.worker.lease.Reclaimer;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;

/**
 * Finds out what is due and claims as much of it as there is room for. Used by one thread at a
 * time.
 */
public final class Poller {

    /** Less than any name of a queue; not the empty text, which is null to Oracle. */
    private static final String BEFORE_ALL = "\u0001";

    private static final int PROMOTION_BATCH = 1_000;
    private static final Duration LOCKED_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_LOCKED_PAUSE = Duration.ofSeconds(1);

    private final ClaimStore claims;
    private final QueueExecutors executors;
    private final DatabaseWatch database;
    private final Reclaimer reclaimer;
    private final Quarantine quarantine;
    private final QueueClaims queueClaims;
    private volatile boolean hasSeenReady;
    private Duration lockedPause = LOCKED_PAUSE;

    public Poller(
            ClaimStore claims,
            QueueExecutors executors,
            DatabaseWatch database,
            Reclaimer reclaimer,
            Quarantine quarantine,
            QueueClaims queueClaims) {
        this.claims = claims;
        this.executors = executors;
        this.database = database;
        this.reclaimer = reclaimer;
        this.quarantine = quarantine;
        this.queueClaims = queueClaims;
    }

    /**
     * Looks at all queues: makes READY what is due or was left by a dead worker, and claims.
     *
     * @return in how much time there is something to do again, if that is known
     */
    public Optional<Duration> pollAll() {
        List<QueueExecutor> kept = executors.budget().offered();
        try {
            executors.forgetIdle();
            return pollAll(kept.stream().map(QueueExecutor::queue).toList());
        } finally {
            // Also when it could not be asked for them.
            kept.forEach(executors.budget()::settle);
        }
    }

    /**
     * Does so.
     *
     * @param first the queues that a thread is kept for: others would take it
     */
    private Optional<Duration> pollAll(List<String> first) {
        WorkSnapshot snapshot = claims.snapshot();
        hasSeenReady = snapshot.firstReadyQueue() != null;
        database.answers();
        queueClaims.recover();
        boolean reclaimed =
                snapshot.hasExpired() && database.waits().isZero() && reclaimer.reclaim();
        queueClaims.beCautious(reclaimed || snapshot.mostLosses() > 0 && quarantine.hasLosers());
        boolean promoted = snapshot.hasDue() && claims.promote(PROMOTION_BATCH) > 0;
        lockedPause =
                snapshot.hasDue() && !promoted
                        ? Durations.shorter(lockedPause.multipliedBy(2), LONGEST_LOCKED_PAUSE)
                        : LOCKED_PAUSE;
        // Asked once: what can be claimed only from here on must not go before a suspect.
        boolean canClaim = database.canRenew();
        Optional<Duration> looksIn = canClaim ? quarantine.look(snapshot) : Optional.empty();
        if (canClaim) {
            Set<String> queues = new LinkedHashSet<>(first);
            if (promoted || reclaimed || snapshot.firstReadyQueue() != null) {
                queues.addAll(readyQueues());
            }
            queues.forEach(queueClaims::claim);
        }
        // After a change the next time is another one, known only to another snapshot.
        return promoted || reclaimed
                ? Optional.of(Duration.ZERO)
                : Stream.of(
                                snapshot.untilDue().map(this::notAtOnce),
                                snapshot.untilExpiry()
                                        .map(this::notAtOnce)
                                        .map(until -> Durations.longer(until, reclaimer.looksIn())),
                                looksIn)
                        .flatMap(Optional::stream)
                        .min(Duration::compareTo);
    }

    /**
     * What should have changed and did not is locked by somebody, and not freed sooner by asking.
     */
    private Duration notAtOnce(Duration untilNext) {
        return Durations.longer(untilNext, lockedPause);
    }

    /** Claims from one queue. */
    void poll(String queue) {
        if (database.canRenew()) {
            queueClaims.claim(queue);
        }
        // Else what is kept for it is free again with the next look at all queues.
    }

    /** Whether any task was READY when all queues were last looked at. */
    public boolean hasSeenReady() {
        return hasSeenReady;
    }

    private List<String> readyQueues() {
        List<String> queues = new ArrayList<>();
        for (Optional<String> next = claims.nextReadyQueue(BEFORE_ALL);
                next.isPresent();
                next = claims.nextReadyQueue(next.get())) {
            queues.add(next.get());
        }
        return queues;
    }
}
