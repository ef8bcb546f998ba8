package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
     * @return in how much time the next task is due, if one is
     */
    Optional<Duration> pollAll() {
        Survey survey = leases.survey();
        if (survey.hasExpired()) {
            reclaim();
        }
        boolean promoted = survey.hasDue() && promote();
        if (promoted || survey.hasExpired() || survey.firstReadyQueue() != null) {
            readyQueues().forEach(this::poll);
        }
        // After a promotion the next due time is another one, known only to another survey.
        return promoted
                ? Optional.of(Duration.ZERO)
                : Optional.ofNullable(survey.nextDue())
                        .map(due -> Duration.between(survey.now(), due));
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
        boolean any = false;
        int promoted;
        do {
            promoted = leases.promote(PROMOTION_BATCH);
            any |= promoted > 0;
        } while (promoted == PROMOTION_BATCH);
        return any;
    }

    private void reclaim() {
        int reclaimed =
                leases.reclaim(
                        RECLAIM_BATCH, settings.maxLosses(), WorkerMessages.LOG.workerLost());
        if (reclaimed > 0) {
            WorkerMessages.LOG.reclaimed(reclaimed);
        }
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
