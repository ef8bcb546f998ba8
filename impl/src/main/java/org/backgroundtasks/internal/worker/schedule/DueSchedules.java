package org.backgroundtasks.internal.worker.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.event.ScheduleMissed;
import org.backgroundtasks.event.TaskCancelled;
import org.backgroundtasks.internal.codec.MetadataCodec;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.schedule.DueSchedule;
import org.backgroundtasks.internal.store.schedule.Fireable;
import org.backgroundtasks.internal.store.schedule.LastTask;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;
import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.Events;
import org.backgroundtasks.internal.worker.TaskStorage;
import org.backgroundtasks.internal.worker.Transactions;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.claim.DueWork;
import org.backgroundtasks.internal.worker.job.GuardedJob;

/**
 * Fires schedules that are due: records their instants, stores their tasks, and moves them on, each
 * in a transaction of its own. No node leads: of several that find one due, one can lock it or
 * record its instant, and the others go on.
 */
public final class DueSchedules implements DueWork {

    private static final int MOST_AT_ONCE = 100;
    private static final Duration PAUSE_OF_FAILED = Duration.ofSeconds(5);

    private static final Duration LOCKED_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_LOCKED_PAUSE = Duration.ofSeconds(1);

    /** By chance, once in so many firings, what was recorded longest ago is forgotten. */
    private static final int TRIM_INTERVAL = 100;

    private final ScheduleStore store;
    private final Probes probes;
    private final Fireable fireable;
    private final TaskStorage storage;
    private final MetadataCodec metadata;
    private final int mostRows;
    private final Transactions transactions;
    private final Events events;
    private final Ticker ticker;
    private final Map<String, Long> failedAt = new HashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private Duration lockedPause = LOCKED_PAUSE;

    public DueSchedules(
            WorkerEnvironment environment,
            WorkerStore store,
            ScheduleFeature feature,
            Fireable fireable,
            int mostRows) {
        this.store = store.schedules();
        this.probes = store.probes();
        this.fireable = fireable;
        this.storage = feature.storage();
        this.metadata = feature.metadata();
        this.mostRows = mostRows;
        this.transactions = environment.transactions();
        this.events = environment.events();
        this.ticker = environment.ticker();
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
        List<String> due = store.due(fireable, limit);
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
        lockedPause =
                pass.isHeldUp
                        ? Durations.shorter(lockedPause.multipliedBy(2), LONGEST_LOCKED_PAUSE)
                        : LOCKED_PAUSE;
        return Stream.of(
                        store.untilNext(fireable),
                        pass.isHeldUp ? Optional.of(lockedPause) : Optional.<Duration>empty(),
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
        Optional<Fired> fired;
        try {
            fired = fireInTransaction(key);
            failedAt.remove(key);
        } catch (Exception e) {
            if (Conflicts.isBehind(e)) {
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
        pass.hasStored |= fired.get().hasTasks();
        pass.hasFired |= !fired.get().firing().isWaiting();
        pass.isStillDue |= fired.get().isStillDue();
        boolean isWaiting = fired.get().firing().isWaiting();
        // One that has begun to wait is looked at once more: its last task may just have ended.
        if (!isWaiting) {
            waiting.remove(key);
        } else if (waiting.add(key)) {
            pass.isStillDue = true;
        }
        follow(fired.get());
    }

    private Optional<Fired> fireInTransaction(String key) throws Exception {
        try {
            transactions.begin();
            probes.relaxTransaction();
            Optional<Fired> fired = store.lock(key).flatMap(this::fired);
            if (fired.isPresent()) {
                transactions.commit();
            } else {
                transactions.rollback();
            }
            return fired;
        } catch (Exception | Error e) {
            transactions.rollback();
            throw e;
        }
    }

    /** What has become of a schedule that was due. */
    private record Fired(DueSchedule due, Firing firing, boolean hasTasks) {

        boolean isStillDue() {
            return !firing.isWaiting()
                    && firing.next() != null
                    && !firing.next().isAfter(due.now());
        }
    }

    /** Empty if another node has fired it meanwhile; then all of this is to be taken back. */
    private Optional<Fired> fired(DueSchedule due) {
        StoredSchedule schedule = due.schedule();
        LastTask last = lastTask(schedule);
        Firing firing =
                Firing.of(
                        schedule.schedule(),
                        schedule.next(),
                        schedule.isPaused(),
                        last == LastTask.STANDS,
                        due.now());
        List<NewTask> tasks = new ArrayList<>();
        Instant lastInstant = null;
        for (Firing.Entry entry : firing.entries()) {
            boolean isStored = entry.outcome() == Occurrence.Outcome.STORED;
            TaskId id = isStored ? TaskIds.next() : null;
            if (store.record(schedule.key(), entry, id) && isStored) {
                tasks.add(task(id, schedule, entry.instant(), due.now()));
                lastInstant = entry.instant();
            }
        }
        boolean hasTasks = !tasks.isEmpty();
        TaskId lastTask = hasTasks ? tasks.get(tasks.size() - 1).id() : null;
        if (!store.moveOn(schedule, firing, lastInstant, lastTask)
                || hasTasks && last == LastTask.WAITS && !isSuperseded(schedule)) {
            return Optional.empty();
        }
        if (hasTasks) {
            storage.store(tasks);
        }
        tell(schedule, firing);
        return Optional.of(new Fired(due, firing, hasTasks));
    }

    private LastTask lastTask(StoredSchedule schedule) {
        TaskId last = schedule.lastTask();
        return last == null || schedule.isPaused() || schedule.schedule().overlap() == Overlap.ALLOW
                ? LastTask.ENDED
                : store.lastTask(last);
    }

    /** Cancels the last task, which only waits for another attempt; false if that has begun. */
    private boolean isSuperseded(StoredSchedule schedule) {
        TaskId last = schedule.lastTask();
        if (!store.supersede(last)) {
            return false;
        }
        ScheduledCall call = schedule.call();
        if (events.isObserved(TaskCancelled.class)) {
            events.fire(new TaskCancelled(last, call.invocation().name(), call.queue()));
        }
        ScheduleLog.LOG.superseded(last, schedule.key());
        return true;
    }

    private NewTask task(TaskId id, StoredSchedule schedule, Instant instant, Instant now) {
        ScheduledCall call = schedule.call();
        long jitter = schedule.schedule().jitter().toMillis();
        Instant runAt =
                jitter == 0
                        ? instant
                        : instant.plusMillis(ThreadLocalRandom.current().nextLong(jitter + 1));
        return call.task(id, now, runAt, call.createdBy(), metadata.ofSchedule(instant));
    }

    private void tell(StoredSchedule schedule, Firing firing) {
        if (!events.isObserved(ScheduleMissed.class)) {
            return;
        }
        for (Firing.Entry entry : firing.entries()) {
            if (entry.outcome() == Occurrence.Outcome.MISSED
                    || entry.outcome() == Occurrence.Outcome.OVERLAPPED) {
                events.fire(
                        new ScheduleMissed(
                                schedule.key(),
                                schedule.call().invocation().name(),
                                entry.instant(),
                                entry.outcome(),
                                entry.count()));
            }
        }
    }

    private void follow(Fired fired) {
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
