package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Survey;
import org.backgroundtasks.internal.task.ClaimedTask;

/**
 * Finds out what is due and claims as much of it as there are free slots. Used by one thread at a
 * time.
 */
final class Poller {

    private static final int PROMOTION_BATCH = 1_000;
    private static final int RECLAIM_BATCH = 100;
    private static final Duration LOCKED_PAUSE = Duration.ofMillis(50);

    private final LeaseStore leases;
    private final WorkerSettings settings;
    private final Set<String> signatures;
    private final Slots slots;
    private final Starter starter;
    private final Set<String> backlog = ConcurrentHashMap.newKeySet();

    Poller(
            LeaseStore leases,
            WorkerSettings settings,
            Set<String> signatures,
            Slots slots,
            Starter starter) {
        this.leases = leases;
        this.settings = settings;
        this.signatures = signatures;
        this.slots = slots;
        this.starter = starter;
    }

    /**
     * Looks at all queues: makes READY what is due or was left by a dead worker, and claims.
     *
     * @return in how much time there is something to do again, if that is known
     */
    Optional<Duration> pollAll() {
        Survey survey = leases.survey();
        boolean reclaimed = survey.hasExpired() && reclaim();
        boolean promoted = survey.hasDue() && promote();
        if (promoted || reclaimed || survey.firstReadyQueue() != null) {
            readyQueues().forEach(this::poll);
        }
        // After a change the next time is another one, known only to another survey.
        return promoted || reclaimed
                ? Optional.of(Duration.ZERO)
                : survey.untilNext().map(Poller::notAtOnce);
    }

    /**
     * What should have changed and did not is locked by somebody, and not freed sooner by asking.
     */
    private static Duration notAtOnce(Duration untilNext) {
        return untilNext.compareTo(LOCKED_PAUSE) < 0 ? LOCKED_PAUSE : untilNext;
    }

    /** Claims from one queue. */
    void poll(String queue) {
        if (!settings.serves(queue)) {
            return;
        }
        // Noted before the slots are counted: a slot that becomes free from here on asks for
        // another poll.
        backlog.add(queue);
        int free = slots.free(queue);
        if (free <= 0) {
            return;
        }
        List<ClaimedTask> claimed = leases.claim(queue, signatures, free, settings.lease());
        if (claimed.size() < free) {
            backlog.remove(queue);
        }
        for (ClaimedTask task : claimed) {
            starter.start(queue, task);
        }
    }

    /** Whether the queue had more tasks than free slots when it was last polled. */
    boolean hasBacklog(String queue) {
        return backlog.contains(queue);
    }

    private boolean promote() {
        return inBatches(PROMOTION_BATCH, () -> leases.promote(PROMOTION_BATCH)) > 0;
    }

    private boolean reclaim() {
        int reclaimed =
                inBatches(
                        RECLAIM_BATCH,
                        () ->
                                leases.reclaim(
                                        RECLAIM_BATCH,
                                        settings.maxLosses(),
                                        WorkerMessages.LOG.workerLost()));
        if (reclaimed > 0) {
            WorkerMessages.LOG.reclaimed(reclaimed);
        }
        return reclaimed > 0;
    }

    private static int inBatches(int size, IntSupplier step) {
        int total = 0;
        int changed;
        do {
            changed = step.getAsInt();
            total += changed;
        } while (changed == size);
        return total;
    }

    private List<String> readyQueues() {
        List<String> queues = new ArrayList<>();
        for (Optional<String> next = leases.nextReadyQueue("");
                next.isPresent();
                next = leases.nextReadyQueue(next.get())) {
            queues.add(next.get());
        }
        return queues;
    }

    /** Takes a slot for a claimed task and runs it there. */
    interface Starter {
        void start(String queue, ClaimedTask task);
    }
}
