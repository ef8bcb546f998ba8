package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.ReclaimRules;
import org.backgroundtasks.internal.store.Reclaimed;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.task.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Takes tasks from workers that let their leases expire. When the database has not answered for a
 * while it waits first: perhaps nobody could renew, and those who still run their tasks get the
 * time to.
 */
final class Reclaimer {

    private static final int BATCH = 100;
    private static final int MOST_SPARED = 1_000;
    private static final long SAID = Long.MAX_VALUE;

    private final LeaseStore leases;
    private final WorkerSettings settings;
    private final ReclaimRules rules;
    private final Announcer announcer;
    private final Happenings happenings;
    private final Map<Lease, Long> spared = new HashMap<>();
    private final Map<Lease, Long> lockedSince = new HashMap<>();
    private long answeredAt;
    private volatile long wroteAt;
    private volatile boolean hasWritten;
    private volatile long waitsUntil;
    private boolean isInDoubt;

    Reclaimer(
            LeaseStore leases,
            WorkerSettings settings,
            Set<String> signatures,
            Announcer announcer,
            Happenings happenings) {
        this.leases = leases;
        this.settings = settings;
        this.rules =
                new ReclaimRules(settings.maxLosses(), signatures, WorkerMessages.LOG.workerLost());
        // As after an outage: it may have been one that this node was not there to see.
        answeredAt = System.nanoTime() - settings.lease().toNanos();
        wroteAt = answeredAt;
        this.announcer = announcer;
        this.happenings = happenings;
    }

    /** Says that the database has answered. */
    void databaseAnswers() {
        long now = System.nanoTime();
        // Whoever missed a heartbeat meanwhile has the next one within a third of the lease.
        if (now - answeredAt > settings.lease().dividedBy(3).toNanos()) {
            letOthersRenew(now);
        }
        answeredAt = now;
    }

    /**
     * Says that the database has taken something. It can answer and take nothing: then nobody could
     * renew either. Called by the heartbeat, in each third of a lease.
     *
     * @return whether it had not done so for some time
     */
    boolean databaseWrites() {
        long now = System.nanoTime();
        boolean isNew = hasNotWritten(now);
        if (isNew) {
            letOthersRenew(now);
        }
        wroteAt = now;
        hasWritten = true;
        return isNew;
    }

    private void letOthersRenew(long now) {
        waitsUntil = now + settings.lease().dividedBy(2).toNanos();
    }

    /** How long ago it has taken something; null if it has taken nothing yet. */
    @Nullable Duration sinceWritten() {
        return hasWritten ? Duration.ofNanos(System.nanoTime() - wroteAt) : null;
    }

    /** Whether the last heartbeat came through, so that what is claimed now can be kept. */
    boolean canRenew() {
        return !hasNotWritten(System.nanoTime());
    }

    private boolean hasNotWritten(long now) {
        return now - wroteAt > settings.lease().dividedBy(2).toNanos();
    }

    /** How much longer it waits; zero if it does not. */
    Duration waits() {
        long now = System.nanoTime();
        long left = waitsUntil - now;
        if (hasNotWritten(now)) {
            // Until a heartbeat has come through.
            return Durations.longer(settings.lease().dividedBy(6), Duration.ofNanos(left));
        }
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** How long nothing is to be expected of it; it should be asked again then. */
    Duration looksIn() {
        Duration step = settings.lease().dividedBy(6);
        Duration waits = waits();
        if (!waits.isZero()) {
            // Meanwhile it is to see that the database goes on answering.
            return Durations.shorter(waits, step);
        }
        return spared.isEmpty() ? Duration.ZERO : step;
    }

    /**
     * Takes what there is to take; returns whether there was any. A database can take heartbeats of
     * nodes that run nothing and not these rows, when its disk is full. Then nobody could renew
     * their leases either, and gets the time to once they are taken again.
     */
    boolean reclaim() {
        if (isInDoubt) {
            leases.tryToReclaim(BATCH, rules, spared.keySet());
            isInDoubt = false;
            letOthersRenew(System.nanoTime());
            return false;
        }
        isInDoubt = true;
        boolean reclaimed = reclaimAll();
        isInDoubt = false;
        return reclaimed;
    }

    private boolean reclaimAll() {
        spareLocked();
        int total = 0;
        int taken;
        do {
            List<Reclaimed> batch = batch();
            batch.stream()
                    .filter(task -> task.state() == TaskState.FAILED)
                    .forEach(
                            task ->
                                    WorkerMessages.LOG.failedByLosses(
                                            task.id(), task.name(), task.attempt()));
            taken = batch.size();
            total += taken;
        } while (taken >= BATCH);
        if (total > 0) {
            WorkerMessages.LOG.reclaimed(total);
        }
        return total > 0;
    }

    /**
     * Whose row somebody has locked could not renew its lease. When the row is free again it gets
     * the time to.
     */
    private void spareLocked() {
        long now = System.nanoTime();
        long until = now + settings.lease().dividedBy(2).toNanos();
        List<Lease> locked = leases.lockedAndExpired(MOST_SPARED);
        locked.forEach(lease -> spared.put(lease, until));
        spared.values().removeIf(end -> end - now < 0);
        sayLocked(locked, now);
    }

    /** Says once of each row that it has been locked for the time of a lease, and by whom. */
    private void sayLocked(List<Lease> locked, long now) {
        lockedSince.keySet().retainAll(locked);
        for (Lease lease : locked) {
            Long since = lockedSince.putIfAbsent(lease, now);
            if (since != null && since != SAID && now - since > settings.lease().toNanos()) {
                lockedSince.put(lease, SAID);
                WorkerMessages.LOG.lockedAndExpired(
                        lease.task(), leases.holder(lease.task()).orElse("another transaction"));
            }
        }
    }

    private List<Reclaimed> batch() {
        return announcer.change(
                Happenings.OF_FAILURES,
                () -> leases.reclaim(BATCH, rules, spared.keySet()),
                this::announcement);
    }

    private List<TaskEvent> announcement(List<Reclaimed> reclaimed) {
        return reclaimed.stream()
                .flatMap(task -> happenings.reclaimed(task, rules.error()).stream())
                .toList();
    }
}
