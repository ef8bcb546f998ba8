package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.ScheduleInfo;
import org.backgroundtasks.TaskCall;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskSchedules;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.node.Node;
import org.backgroundtasks.internal.cdi.node.StoredTasks;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.schedule.Timetable;
import org.backgroundtasks.internal.store.TaskStore;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.store.schedule.ScheduleBook;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskOptions;
import org.jspecify.annotations.Nullable;

/** The injectable {@link TaskSchedules}. */
@ApplicationScoped
class Schedules implements TaskSchedules {

    private static final int MOST = 1_000;

    @Inject private Deployment deployment;
    @Inject private Enqueuer enqueuer;
    @Inject private Caller caller;
    @Inject private StoredTasks stored;
    @Inject private CallTransactions transactions;
    @Inject private Node node;

    @Override
    public void put(String key, Schedule schedule, TaskCall call) {
        requireKey(key);
        RequestOptions.require(schedule, "The schedule");
        requireUndeclared(key, isDeclaredHere(key));
        Schedule whole = whole(schedule);
        ScheduledCall scheduled =
                new Request(enqueuer, RequestOptions.NONE)
                        .recorded(call)
                        .toScheduled(caller.name());
        // What is refused here must not doom the caller's transaction.
        Optional<Boolean> isPut =
                enqueuer.joined(
                        stores ->
                                Timetable.first(whole, now(stores.tasks()))
                                        .map(first -> put(stores, key, scheduled, whole, first)));
        requireUndeclared(key, !isPut.orElseThrow(() -> CallMessages.LOG.firesNever(key)));
    }

    private boolean put(
            Stores stores, String key, ScheduledCall call, Schedule schedule, Instant first) {
        boolean isPut = stores.schedules().put(key, call, schedule, first);
        if (isPut) {
            transactions.afterCommit(node::wakeForAll);
        }
        return isPut;
    }

    /** Also before this node has stored it. */
    private boolean isDeclaredHere(String key) {
        return deployment.schedules().stream().anyMatch(one -> one.key().equals(key));
    }

    private static void requireUndeclared(String key, boolean isDeclared) {
        if (isDeclared) {
            throw CallMessages.LOG.declaredSchedule(key);
        }
    }

    /** With a zone, and times that a column can keep. */
    private Schedule whole(Schedule schedule) {
        return new Schedule(
                schedule.expression(),
                schedule.zone() == null ? deployment.settings().zone() : schedule.zone(),
                micros(schedule.from()),
                micros(schedule.until()),
                schedule.missed(),
                schedule.overlap(),
                schedule.jitter());
    }

    private static @Nullable Instant micros(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant now(TaskStore tasks) {
        if (tasks.isClockStale()) {
            tasks.askTime();
        }
        return tasks.now();
    }

    @Override
    public boolean remove(String key) {
        boolean isRemoved = of(key, book -> book.remove(key));
        requireUndeclared(
                key,
                !isRemoved
                        && of(key, book -> book.find(key))
                                .filter(StoredSchedule::isDeclared)
                                .isPresent());
        return isRemoved;
    }

    @Override
    public boolean pause(String key) {
        return of(key, book -> book.setPaused(key, true));
    }

    @Override
    public boolean resume(String key) {
        return of(key, book -> book.setPaused(key, false));
    }

    @Override
    public TaskId runNow(String key) {
        requireKey(key);
        Taking taking =
                enqueuer.joined(
                                stores ->
                                        stores.schedules()
                                                .find(key)
                                                .map(found -> run(stores, found)))
                        .orElseThrow(() -> CallMessages.LOG.noSchedule(key));
        if (taking instanceof Taking.Refused) {
            throw CallMessages.LOG.scheduleKeyTaken(key, taking.holder(), taking.holder());
        }
        return taking.holder();
    }

    private Taking run(Stores stores, StoredSchedule schedule) {
        Instant now = now(stores.tasks());
        NewTask task = schedule.call().task(TaskIds.next(), now, now, caller.name(), null);
        return stored.storeUnlessTaken(task);
    }

    @Override
    public Optional<ScheduleInfo> find(String key) {
        return of(key, book -> book.find(key).map(StoredSchedule::info));
    }

    @Override
    public List<ScheduleInfo> list() {
        return enqueuer.joined(
                stores -> stores.schedules().list().stream().map(StoredSchedule::info).toList());
    }

    @Override
    public List<Instant> next(String key, int n) {
        requireCount(n);
        return of(key, book -> book.find(key))
                .orElseThrow(() -> CallMessages.LOG.noSchedule(key))
                .nextInstants(n);
    }

    @Override
    public List<Occurrence> history(String key, int n) {
        requireCount(n);
        return of(key, book -> book.history(key, n));
    }

    private <T> T of(String key, Function<ScheduleBook, T> work) {
        requireKey(key);
        return enqueuer.joined(stores -> work.apply(stores.schedules()));
    }

    private static void requireKey(String key) {
        RequestOptions.require(key, "The key");
        if (!TaskOptions.isName(key)) {
            throw CallMessages.LOG.notAKey(key);
        }
    }

    private static void requireCount(int n) {
        if (n < 1 || n > MOST) {
            throw CallMessages.LOG.notACount(n, MOST);
        }
    }
}
