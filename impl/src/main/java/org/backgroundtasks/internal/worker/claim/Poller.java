package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.ReadyQueue;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.worker.lease.DatabaseWatch;
import org.backgroundtasks.internal.worker.limit.LaneClaimer;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;

/**
 * Finds out what is due and claims as much of it as there is room for. Used by one thread at a
 * time.
 */
public final class Poller {

    /** Less than any name of a queue; not the empty text, which is null to Oracle. */
    private static final String BEFORE_ALL = "\u0001";

    private final ClaimStore claims;
    private final QueueExecutors executors;
    private final DatabaseWatch database;
    private final Arrivals arrivals;
    private final Quarantine quarantine;
    private final QueueClaims queueClaims;
    private final LaneClaimer lanes;
    private final OpenQueues open;
    private volatile boolean hasSeenReady;

    public Poller(
            ClaimStore claims,
            QueueExecutors executors,
            DatabaseWatch database,
            Arrivals arrivals,
            Quarantine quarantine,
            QueueClaims queueClaims,
            LaneClaimer lanes,
            OpenQueues open) {
        this.claims = claims;
        this.executors = executors;
        this.database = database;
        this.arrivals = arrivals;
        this.quarantine = quarantine;
        this.queueClaims = queueClaims;
        this.lanes = lanes;
        this.open = open;
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
        open.pause(snapshot.hasPauses() ? claims.pausedQueues() : Set.of());
        queueClaims.recover();
        Arrivals.Arrived arrived = arrivals.arrive(snapshot);
        queueClaims.beCautious(
                arrived.isReclaimed() || snapshot.mostLosses() > 0 && quarantine.hasLosers());
        // Asked once: what can be claimed only from here on must not go before a suspect.
        boolean canClaim = database.canRenew();
        Optional<Duration> looksIn = canClaim ? quarantine.look(snapshot) : Optional.empty();
        if (canClaim) {
            Set<String> queues = new LinkedHashSet<>(first);
            if (arrived.isAny()) {
                lanes.arrived();
            }
            if (arrived.isAny() || snapshot.firstReadyQueue() != null) {
                queues.addAll(readyQueues());
            }
            queues.forEach(queueClaims::claim);
        }
        return Stream.of(arrived.next(), looksIn)
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
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
        for (Optional<ReadyQueue> next = claims.nextReadyQueue(BEFORE_ALL);
                next.isPresent();
                next = claims.nextReadyQueue(next.get().name())) {
            if (next.get().hasLanes()) {
                lanes.note(next.get().name());
            }
            queues.add(next.get().name());
        }
        return queues;
    }
}
