package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.worker.lease.DatabaseWatch;
import org.backgroundtasks.internal.worker.lease.Reclaimer;

/**
 * Makes tasks READY: those whose worker has let its lease expire, those whose time has come, those
 * of schedules that are due, and those that waited for another. Used by one thread at a time.
 */
public final class Arrivals {

    private static final int PROMOTION_BATCH = 1_000;

    private final ClaimStore claims;
    private final DatabaseWatch database;
    private final Reclaimer reclaimer;
    private final List<DueWork> others;
    private final LockedPause lockedPause = new LockedPause();

    public Arrivals(
            ClaimStore claims, DatabaseWatch database, Reclaimer reclaimer, List<DueWork> others) {
        this.claims = claims;
        this.database = database;
        this.reclaimer = reclaimer;
        this.others = List.copyOf(others);
    }

    /**
     * What has arrived.
     *
     * @param isReclaimed whether some of it has lost a worker
     * @param isAny whether there is any
     * @param next how long until there may be more, if that is known
     */
    record Arrived(boolean isReclaimed, boolean isAny, Optional<Duration> next) {}

    Arrived arrive(WorkSnapshot snapshot) {
        boolean isReclaimed =
                snapshot.hasExpired() && database.waits().isZero() && reclaimer.reclaim();
        boolean isPromoted = snapshot.hasDue() && claims.promote(PROMOTION_BATCH) > 0;
        // What should have changed and did not is locked by somebody.
        Duration pause = lockedPause.after(snapshot.hasDue() && !isPromoted);
        DueWork.Done done = workOfOthers(snapshot);
        // After a change the next time is another one, known only to another snapshot.
        return isPromoted || isReclaimed || done.hasStored()
                ? new Arrived(isReclaimed, true, Optional.of(Duration.ZERO))
                : new Arrived(false, false, next(snapshot, done, pause));
    }

    private DueWork.Done workOfOthers(WorkSnapshot snapshot) {
        List<DueWork.Done> done = others.stream().map(one -> one.work(snapshot)).toList();
        return new DueWork.Done(
                done.stream().anyMatch(DueWork.Done::hasStored),
                done.stream().flatMap(one -> one.next().stream()).min(Duration::compareTo));
    }

    private Optional<Duration> next(WorkSnapshot snapshot, DueWork.Done done, Duration pause) {
        return Stream.of(
                        snapshot.untilDue().map(until -> Durations.longer(until, pause)),
                        snapshot.untilExpiry()
                                .map(until -> Durations.longer(until, pause))
                                .map(until -> Durations.longer(until, reclaimer.looksIn())),
                        done.next())
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }
}
