package org.backgroundtasks.internal.worker.schedule;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.schedule.Fireable;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.claim.DueWork;
import org.backgroundtasks.internal.worker.claim.LockedPause;
import org.backgroundtasks.internal.worker.job.GuardedJob;

/**
 * Looks for schedules that are due and has them fired, one by one: one that fails or is locked
 * holds up no others, and is looked at again.
 */
public final class DueSchedules implements DueWork {

    private static final int MOST_AT_ONCE = 100;
    private static final Duration PAUSE_OF_FAILED = Duration.ofSeconds(5);

    /** By chance, once in so many firings, what was recorded longest ago is forgotten. */
    private static final int TRIM_INTERVAL = 100;

    private final ScheduleStore store;
    private final ScheduleFiring firing;
    private final Supplier<Fireable> fireable;
    private final int mostRows;
    private final Ticker ticker;
    private final Map<String, Long> failedAt = new HashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final LockedPause lockedPause = new LockedPause();

    /**
     * Makes one.
     *
     * @param mostRows how much of the history of a schedule is kept
     */
    public DueSchedules(
            ScheduleStore store,
            ScheduleFiring firing,
            Supplier<Fireable> fireable,
            int mostRows,
            Ticker ticker) {
        this.store = store;
        this.firing = firing;
        this.fireable = fireable;
        this.mostRows = mostRows;
        this.ticker = ticker;
    }

    /** Whether a schedule waits for the end of its last task, as far as this node knows. */
    public boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    @Override
    public Done work(WorkSnapshot snapshot) {
        Optional<Duration> until = snapshot.untilInstant();
        if (until.isEmpty() || Durations.isPositive(until.get())) {
            waiting.clear();
            return new Done(false, until);
        }
        if (!waiting.isEmpty()) {
            // Others may have fired or changed them.
            waiting.retainAll(store.waiting());
        }
        Pass pass = new Pass();
        // Those that fail are not to stand before others.
        int limit = MOST_AT_ONCE + failedAt.size();
        List<String> due = store.due(fireable.get(), limit);
        for (String key : due) {
            if (isTried(key)) {
                fire(key, pass);
                GuardedJob.goesOn();
            }
        }
        if (due.size() < limit) {
            failedAt.keySet().retainAll(due);
        }
        return new Done(pass.hasStored, next(pass, due.size() == limit));
    }

    /** What a look at what is due has come to. */
    private static final class Pass {
        private boolean hasStored;
        private boolean hasFired;
        private boolean isStillDue;
        private boolean isHeldUp;
    }

    private Optional<Duration> next(Pass pass, boolean isFull) {
        if (pass.isStillDue || isFull && pass.hasFired) {
            return Optional.of(Duration.ZERO);
        }
        Duration pause = lockedPause.after(pass.isHeldUp);
        return Stream.of(
                        store.untilNext(fireable.get()),
                        pass.isHeldUp ? Optional.of(pause) : Optional.<Duration>empty(),
                        failedAt.isEmpty()
                                ? Optional.<Duration>empty()
                                : Optional.of(PAUSE_OF_FAILED))
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    private boolean isTried(String key) {
        Long failed = failedAt.get(key);
        return failed == null || ticker.nanoTime() - failed >= PAUSE_OF_FAILED.toNanos();
    }

    /** Fires a schedule. One that fails holds up no others. */
    private void fire(String key, Pass pass) {
        Optional<ScheduleFiring.Fired> fired;
        try {
            fired = firing.fire(key);
            failedAt.remove(key);
        } catch (Exception e) {
            if (Conflicts.isHeldUp(e)) {
                pass.isHeldUp = true;
                ScheduleLog.LOG.debugf(e, "Somebody is in the way of the schedule %s", key);
            } else if (failedAt.put(key, ticker.nanoTime()) == null) {
                ScheduleLog.LOG.scheduleFailed(key, e);
            }
            return;
        }
        if (fired.isEmpty()) {
            // Somebody has locked it, or was faster.
            pass.isHeldUp = true;
            return;
        }
        boolean isWaiting = fired.get().firing().isWaiting();
        pass.hasStored |= fired.get().hasTasks();
        pass.hasFired |= !isWaiting;
        pass.isStillDue |= fired.get().isStillDue();
        // One that has begun to wait is looked at once more: its last task may just have ended.
        if (!isWaiting) {
            waiting.remove(key);
        } else if (waiting.add(key)) {
            pass.isStillDue = true;
        }
        follow(fired.get());
    }

    private void follow(ScheduleFiring.Fired fired) {
        StoredSchedule schedule = fired.due().schedule();
        long missed =
                fired.firing().entries().stream()
                        .filter(entry -> entry.outcome() == Occurrence.Outcome.MISSED)
                        .mapToLong(Firing.Entry::count)
                        .sum();
        if (missed > 0) {
            ScheduleLog.LOG.instantsMissed(schedule.key(), missed, schedule.next());
        }
        if (ThreadLocalRandom.current().nextInt(TRIM_INTERVAL) == 0) {
            trim(schedule.key());
        }
    }

    private void trim(String key) {
        try {
            store.trim(key, mostRows);
        } catch (RuntimeException e) {
            ScheduleLog.LOG.debugf(e, "What was recorded of %s is forgotten later", key);
        }
    }
}
