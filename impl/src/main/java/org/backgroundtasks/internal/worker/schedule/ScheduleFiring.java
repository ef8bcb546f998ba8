package org.backgroundtasks.internal.worker.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.event.ScheduleMissed;
import org.backgroundtasks.event.TaskCancelled;
import org.backgroundtasks.internal.codec.MetadataCodec;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.store.schedule.DueSchedule;
import org.backgroundtasks.internal.store.schedule.LastTask;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;
import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.worker.Events;
import org.backgroundtasks.internal.worker.TaskStorage;
import org.backgroundtasks.internal.worker.Transactions;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Fires a schedule that is due: records its instants, stores its tasks, and moves it on, in one
 * transaction. No node leads: of several that find one due, one can lock it or record its instant,
 * and the others go on.
 */
public final class ScheduleFiring {

    private final ScheduleStore store;
    private final Probes probes;
    private final TaskStorage storage;
    private final MetadataCodec metadata;
    private final Transactions transactions;
    private final Events events;

    public ScheduleFiring(
            WorkerEnvironment environment, WorkerStore store, ScheduleFeature feature) {
        this.store = store.schedules();
        this.probes = store.probes();
        this.storage = feature.storage();
        this.metadata = feature.metadata();
        this.transactions = environment.transactions();
        this.events = environment.events();
    }

    /** Fires a schedule; empty if somebody has locked it, or was faster. */
    Optional<Fired> fire(String key) throws Exception {
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
    record Fired(DueSchedule due, Firing firing, boolean hasTasks) {

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
        Recorded recorded = new Recorded();
        // Keys before all else, as callers take them. One that the last task has stays with it.
        Iterator<Taking> takings =
                storage.takeKeys(
                                tasks(firing, due),
                                last == LastTask.WAITS ? schedule.lastTask() : null)
                        .iterator();
        for (Firing.Entry entry : firing.entries()) {
            if (entry.outcome() == Occurrence.Outcome.STORED) {
                record(schedule, entry, takings.next(), recorded);
            } else {
                store.record(schedule.key(), entry, null);
                recorded.entries.add(entry);
            }
        }
        boolean hasTasks = !recorded.tasks.isEmpty();
        if (!store.moveOn(schedule, firing, recorded.last, recorded.lastTask)
                || hasTasks && last == LastTask.WAITS && !isSuperseded(schedule)) {
            return Optional.empty();
        }
        if (hasTasks) {
            storage.store(recorded.tasks);
        }
        tell(schedule, recorded.entries);
        return Optional.of(new Fired(due, firing, recorded.lastTask != null));
    }

    /** What was recorded of a schedule. */
    private static final class Recorded {
        private final List<Firing.Entry> entries = new ArrayList<>();
        private final List<NewTask> tasks = new ArrayList<>();
        private @Nullable Instant last;
        private @Nullable TaskId lastTask;
    }

    private List<NewTask> tasks(Firing firing, DueSchedule due) {
        return firing.entries().stream()
                .filter(entry -> entry.outcome() == Occurrence.Outcome.STORED)
                .map(entry -> task(TaskIds.next(), due.schedule(), entry.instant(), due.now()))
                .toList();
    }

    /** Records an instant whose task is to be stored, unless another task has its key. */
    private void record(
            StoredSchedule schedule, Firing.Entry entry, Taking taking, Recorded recorded) {
        boolean isStored = taking instanceof Taking.Taken || taking instanceof Taking.Replaced;
        Firing.Entry known =
                isStored
                        ? entry
                        : new Firing.Entry(
                                entry.instant(), Occurrence.Outcome.OVERLAPPED, entry.count());
        recorded.entries.add(known);
        if (store.record(schedule.key(), known, isStored ? taking.holder() : null) && isStored) {
            recorded.last = entry.instant();
            recorded.lastTask = taking.holder();
            if (taking instanceof Taking.Taken taken) {
                recorded.tasks.add(taken.task());
            }
        }
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

    private void tell(StoredSchedule schedule, List<Firing.Entry> entries) {
        if (!events.isObserved(ScheduleMissed.class)) {
            return;
        }
        for (Firing.Entry entry : entries) {
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
}
