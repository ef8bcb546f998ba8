package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.store.schedule.Declaration;
import org.backgroundtasks.internal.store.schedule.DueSchedule;
import org.backgroundtasks.internal.store.schedule.Fireable;
import org.backgroundtasks.internal.store.schedule.LastTask;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Twenty schedulers, and one occurrence for each instant. */
class ManySchedulersTest extends StoreContract {

    private static final int SCHEDULERS = 20;
    private static final int INSTANTS = 5;
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> KEYS = List.of("a", "b", "c");
    private static final Fireable FIREABLE = new Fireable(Set.of(SIGNATURE), Set.of());

    private final ScheduledCall call =
            new ScheduledCall(
                    new Invocation("task", SIGNATURE, "[\"ä\"]"), "default", 0, 3, "duke");

    /** Their first instants lie in the past, so that all are due at once. */
    private Instant putAll() {
        Schedule schedule = Schedule.every(Duration.ofSeconds(1)).zone(ZoneOffset.UTC);
        Instant first = tasks.now().minusSeconds(INSTANTS);
        for (String key : KEYS) {
            Jta.committed(() -> stores.schedules().put(key, call, schedule, first));
        }
        return first;
    }

    @Test
    void each_instant_is_recorded_once_and_has_one_task() throws Exception {
        Instant first = putAll();
        ExecutorService schedulers = Executors.newFixedThreadPool(SCHEDULERS);
        try {
            Callable<Boolean> work = this::fireAll;
            for (Future<Boolean> one :
                    schedulers.invokeAll(
                            IntStream.range(0, SCHEDULERS).mapToObj(i -> work).toList())) {
                one.get();
            }
        } finally {
            schedulers.shutdownNow();
        }

        List<String> stored = new ArrayList<>();
        for (String key : KEYS) {
            List<Occurrence> history = Jta.committed(() -> stores.schedules().history(key, 100));
            assertThat(history)
                    .extracting(Occurrence::instant)
                    .contains(first)
                    .doesNotHaveDuplicates();
            assertThat(history).hasSizeGreaterThanOrEqualTo(INSTANTS);
            history.forEach(one -> stored.add(one.taskId().toString()));
        }
        assertThat(new HashSet<>(stored)).hasSameSizeAs(stored);
        assertThat(Jta.committed(() -> queries.page(TaskFilter.all(), null, 1_000)))
                .extracting(task -> task.id().toString())
                .containsExactlyInAnyOrderElementsOf(stored);
    }

    /** Each instant as it comes, one in a transaction, until none is due. */
    private boolean fireAll() {
        ScheduleStore schedules = stores.worker().schedules();
        for (List<String> due = schedules.due(FIREABLE, 10);
                !due.isEmpty();
                due = schedules.due(FIREABLE, 10)) {
            for (String key : due) {
                fire(schedules, key);
            }
        }
        return true;
    }

    private void fire(ScheduleStore schedules, String key) {
        try {
            Jta.committed(
                    () -> {
                        probes.relaxTransaction();
                        return schedules.lock(key).filter(due -> fire(schedules, due)).isPresent();
                    });
        } catch (CancellationException e) {
            // Rolled back.
        } catch (TaskStoreException e) {
            // Another one was in its way.
            assertThat(Conflicts.isBehind(e)).as(String.valueOf(e.getCause())).isTrue();
        }
    }

    private boolean fire(ScheduleStore schedules, DueSchedule due) {
        StoredSchedule schedule = due.schedule();
        Instant next = schedule.next();
        Firing.Entry entry = new Firing.Entry(next, Occurrence.Outcome.STORED, 1);
        NewTask task = schedule.call().task(TaskIds.next(), due.now(), next, null, null);
        boolean isNew = schedules.record(schedule.key(), entry, task.id());
        Firing firing = new Firing(List.of(entry), next.plusSeconds(1), false);
        if (!schedules.moveOn(schedule, firing, next, task.id())) {
            throw new CancellationException("another one has moved it on");
        }
        return isNew && insert(task);
    }

    @Test
    void what_a_caller_puts_is_there_if_and_only_if_it_commits() {
        Schedule schedule = Schedule.cron("0 3 * * *").zone(ZoneOffset.UTC);
        Instant first = Instant.parse("2030-01-01T03:00:00Z");

        Jta.rolledBack(() -> stores.schedules().put("a", call, schedule, first));
        assertThat(Jta.committed(() -> stores.schedules().find("a"))).isEmpty();
        Jta.committed(() -> stores.schedules().put("a", call, schedule, first));

        StoredSchedule stored = Jta.committed(() -> stores.schedules().find("a")).orElseThrow();
        assertThat(stored.call()).isEqualTo(call);
        assertThat(stored.schedule()).isEqualTo(schedule);
        assertThat(stored.next()).isEqualTo(first);
        assertThat(stored.isDeclared()).isFalse();
    }

    @Test
    void callers_put_new_keys_side_by_side() throws Exception {
        Schedule schedule = Schedule.cron("0 3 * * *").zone(ZoneOffset.UTC);
        Instant first = Instant.parse("2030-01-01T03:00:00Z");
        CountDownLatch begun = new CountDownLatch(SCHEDULERS);
        ExecutorService callers = Executors.newFixedThreadPool(SCHEDULERS);
        try {
            List<Callable<Boolean>> puts =
                    IntStream.range(0, SCHEDULERS)
                            .<Callable<Boolean>>mapToObj(
                                    i ->
                                            () ->
                                                    Jta.committed(
                                                            () -> {
                                                                stores.schedules()
                                                                        .remove("none " + i);
                                                                begun.countDown();
                                                                begun.await(5, TimeUnit.SECONDS);
                                                                return stores.schedules()
                                                                        .put(
                                                                                "new " + i,
                                                                                call,
                                                                                schedule,
                                                                                first);
                                                            }))
                            .toList();
            for (Future<Boolean> one : callers.invokeAll(puts)) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void callers_put_one_new_key_side_by_side() throws Exception {
        Schedule schedule = Schedule.cron("0 3 * * *").zone(ZoneOffset.UTC);
        Instant first = Instant.parse("2030-01-01T03:00:00Z");
        CountDownLatch looked = new CountDownLatch(2);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        int put = 0;
        try {
            List<Callable<Boolean>> puts =
                    Collections.nCopies(
                            2,
                            () ->
                                    Jta.committed(
                                            () -> {
                                                // Begins a snapshot, where there are such.
                                                stores.schedules().find("one");
                                                looked.countDown();
                                                looked.await(5, TimeUnit.SECONDS);
                                                return stores.schedules()
                                                        .put("one", call, schedule, first);
                                            }));
            for (Future<Boolean> one : callers.invokeAll(puts)) {
                try {
                    assertThat(one.get()).isTrue();
                    put++;
                } catch (ExecutionException e) {
                    // As documented: the database may break one of both off.
                    assertThat(e.getCause()).isInstanceOf(TaskStoreException.class);
                }
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(put).isPositive();
        assertThat(Jta.committed(() -> stores.schedules().find("one"))).isPresent();
    }

    @Test
    void what_a_node_does_with_a_declared_schedule() {
        ScheduleStore schedules = stores.worker().schedules();
        DeclaredSchedule declared =
                new DeclaredSchedule("declared", call, Schedule.every(DAY).zone(ZoneOffset.UTC));
        Fireable fireable = new Fireable(Set.of(), Set.of(declared.definition()));
        Duration live = Duration.ofMinutes(1);

        assertThat(schedules.untilNext(fireable)).isEmpty();
        assertThat(schedules.declare(declared, live)).isEqualTo(Declaration.STORED);
        assertThat(schedules.declare(declared, live)).isEqualTo(Declaration.UNCHANGED);
        assertThat(schedules.refresh(Set.of(declared.definition(), "other"), live)).isOne();
        assertThat(schedules.untilNext(fireable).orElseThrow()).isBetween(DAY.minusMinutes(1), DAY);
        assertThat(schedules.untilNext(FIREABLE)).isEmpty();
        assertThat(schedules.next("declared", 3)).hasSize(3);
        assertThat(schedules.waiting()).isEmpty();
        assertThat(Jta.committed(() -> stores.schedules().setPaused("declared", true))).isTrue();
        assertThat(Jta.committed(() -> stores.schedules().setPaused("declared", false))).isTrue();
        assertThat(Jta.committed(() -> stores.schedules().setPaused("none", true))).isFalse();
        assertThat(schedules.declare(declared, EXPIRED)).isEqualTo(Declaration.UNCHANGED);
        Instant first = tasks.now().plusSeconds(9);
        Schedule other = Schedule.cron("@daily").zone(ZoneOffset.UTC);
        assertThat(Jta.committed(() -> stores.schedules().put("declared", call, other, first)))
                .isTrue();
        assertThat(Jta.committed(() -> stores.schedules().find("declared")).orElseThrow().next())
                .isEqualTo(first);
        assertThat(schedules.declare(declared, live)).isEqualTo(Declaration.TAKEN);
        assertThat(schedules.prune(DAY, 9) + schedules.pruneSchedules(DAY)).isZero();
        NewTask task = stored();
        assertThat(schedules.lastTask(task.id())).isEqualTo(LastTask.STANDS);
        assertThat(Jta.committed(() -> schedules.supersede(task.id()))).isFalse();
    }

    @Test
    void one_that_means_nothing_here_hides_no_others() {
        Schedule schedule = Schedule.cron("0 3 * * *").zone(ZoneOffset.UTC);
        Instant first = Instant.parse("2030-01-01T03:00:00Z");
        Jta.committed(() -> stores.schedules().put("a", call, schedule, first));
        Jta.committed(() -> stores.schedules().put("b", call, schedule, first));
        TestDatabase.execute(
                dataSource,
                "update background_task_schedule set missed_rule = 'NEW' where schedule_key = 'a'");

        assertThat(Jta.committed(() -> stores.schedules().list()))
                .extracting(StoredSchedule::key)
                .containsExactly("b");
        assertThatThrownBy(() -> Jta.committed(() -> stores.schedules().find("a")))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000525");
        assertThat(Jta.committed(() -> stores.schedules().remove("a"))).isTrue();
    }

    @Test
    void whatever_the_key_is() {
        Schedule schedule = Schedule.cron("0 3 * * *").zone(ZoneOffset.UTC);
        Instant first = Instant.parse("2030-01-01T03:00:00Z");
        List<String> keys =
                Stream.concat(
                                IntStream.range(0, 300).mapToObj(i -> "key " + i),
                                Stream.of("ä'\"\\%_", "x".repeat(500), "ö".repeat(500), "A", "a "))
                        .sorted()
                        .toList();

        Jta.committed(
                () -> {
                    keys.forEach(key -> stores.schedules().put(key, call, schedule, first));
                    return true;
                });

        assertThat(Jta.committed(() -> stores.schedules().list()))
                .extracting(StoredSchedule::key)
                .containsExactlyInAnyOrderElementsOf(keys);
        for (String key : keys) {
            assertThat(Jta.committed(() -> stores.schedules().find(key))).isPresent();
        }
    }

    @Test
    void those_of_other_applications_are_others() throws SQLException {
        Schedule schedule = Schedule.cron("0 3 * * *").zone(ZoneOffset.UTC);
        Instant first = Instant.parse("2030-01-01T03:00:00Z");
        Jta.committed(() -> stores.schedules().put("a", call, schedule, first));

        try (var other =
                open(
                        dataSource,
                        new StoreSettings("unused", SchemaMode.VALIDATE, null, "other"),
                        "elsewhere")) {
            assertThat(Jta.committed(() -> other.schedules().find("a"))).isEmpty();
            assertThat(Jta.committed(() -> other.schedules().list())).isEmpty();
            Jta.committed(() -> other.schedules().put("a", call, schedule, first.plusSeconds(1)));
        }

        assertThat(Jta.committed(() -> stores.schedules().find("a")).orElseThrow().next())
                .isEqualTo(first);
    }

    @Test
    void what_is_recorded_is_trimmed_to_the_newest() {
        putAll();
        fireAll();

        int trimmed = stores.worker().schedules().trim("a", 2);

        assertThat(trimmed).isGreaterThanOrEqualTo(INSTANTS - 2);
        assertThat(Jta.committed(() -> stores.schedules().history("a", 100))).hasSize(2);
    }
}
