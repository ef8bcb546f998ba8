package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Reclaimed;

/**
 * Takes tasks from workers that let their leases expire. After an outage of the database it waits
 * for a while first: nobody could renew, and those who still run their tasks get the time to.
 */
final class Reclaimer {

    private static final int BATCH = 100;

    private final LeaseStore leases;
    private final WorkerSettings settings;
    private final Announcer announcer;
    private final Happenings happenings;
    private boolean isOutage;
    private long waitsUntil = System.nanoTime();

    Reclaimer(
            LeaseStore leases,
            WorkerSettings settings,
            Announcer announcer,
            Happenings happenings) {
        this.leases = leases;
        this.settings = settings;
        this.announcer = announcer;
        this.happenings = happenings;
    }

    /** Says that the database did not answer. */
    void databaseIsAway() {
        isOutage = true;
    }

    /** Says that the database has answered. */
    void databaseIsThere() {
        if (isOutage) {
            isOutage = false;
            // A heartbeat comes within a third.
            waitsUntil = System.nanoTime() + settings.lease().dividedBy(2).toNanos();
        }
    }

    /** How much longer it waits; zero if it does not. */
    Duration waits() {
        long left = waitsUntil - System.nanoTime();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** Takes what there is to take; returns whether there was any. */
    boolean reclaim() {
        int total = 0;
        int taken;
        do {
            taken = batch().size();
            total += taken;
        } while (taken == BATCH);
        if (total > 0) {
            WorkerMessages.LOG.reclaimed(total);
        }
        return total > 0;
    }

    private List<Reclaimed> batch() {
        String error = WorkerMessages.LOG.workerLost();
        return announcer.change(
                Happenings.OF_FAILURES,
                () -> leases.reclaim(BATCH, settings.maxLosses(), error),
                reclaimed -> announcement(reclaimed, error));
    }

    private List<TaskEvent> announcement(List<Reclaimed> reclaimed, String error) {
        return reclaimed.stream()
                .flatMap(task -> happenings.reclaimed(task, error).stream())
                .toList();
    }
}
