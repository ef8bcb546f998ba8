package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.Survey;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Lets a suspect run without company: a task that has lost so many workers that one more loss would
 * end it as FAILED. If it takes the server down it is to blame, and none of its neighbours; if one
 * of them was to blame, it comes through. Nothing else is started in the time of a lease before and
 * after its start.
 */
final class Quarantine {

    private final LeaseStore leases;
    private final WorkerSettings settings;
    private final Wanted suspects;
    private final Slots slots;
    private final RunningTasks running;
    private final Claimant claimant;

    private volatile boolean isAwaited;
    private volatile @Nullable Suspect suspect;

    Quarantine(
            LeaseStore leases,
            WorkerSettings settings,
            Set<String> signatures,
            Slots slots,
            RunningTasks running,
            Claimant claimant) {
        this.leases = leases;
        this.settings = settings;
        this.suspects = new Wanted(signatures, leastLosses(settings), Integer.MAX_VALUE);
        this.slots = slots;
        this.running = running;
        this.claimant = claimant;
    }

    private static int leastLosses(WorkerSettings settings) {
        return Math.max(1, settings.maxLosses() - 1);
    }

    /** What may run in company. */
    static Wanted unsuspected(Set<String> signatures, WorkerSettings settings) {
        return new Wanted(signatures, 0, leastLosses(settings) - 1);
    }

    /** Whether nothing else may be started now. */
    boolean holdsBack() {
        Suspect last = suspect;
        return isAwaited || last != null && last.isYoung() && running.has(last.lease());
    }

    /**
     * Starts a suspect if there is one and nothing young runs here.
     *
     * @return when to look again, if others are held back
     */
    Optional<Duration> look(Survey survey) {
        isAwaited = false;
        if (holdsBack()) {
            return Optional.of(settings.lease());
        }
        if (survey.mostLosses() < suspects.minLosses()) {
            return Optional.empty();
        }
        Optional<String> queue =
                leases.queuesOfLosers(suspects).stream()
                        .filter(name -> settings.serves(name) && slots.free(name) > 0)
                        .findFirst();
        if (queue.isEmpty()) {
            return Optional.empty();
        }
        Duration company = running.untilAllOlderThan(settings.lease());
        if (!company.isZero()) {
            isAwaited = true;
            return Optional.of(company);
        }
        for (ClaimedTask claimed : claimant.claim(queue.get(), suspects, 1)) {
            suspect = new Suspect(claimed.lease(), System.nanoTime(), settings.lease());
            WorkerMessages.LOG.quarantined(claimed.id(), claimed.name());
            claimant.start(claimed);
        }
        return Optional.of(settings.lease());
    }

    private record Suspect(Lease lease, long startedAt, Duration youth) {

        boolean isYoung() {
            return System.nanoTime() - startedAt < youth.toNanos();
        }
    }
}
