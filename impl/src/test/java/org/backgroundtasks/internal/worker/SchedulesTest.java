package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Occurrence.Outcome;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.Until;
import org.backgroundtasks.event.TaskCancelled;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.codec.MetadataCodec;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.schedule.StoredSchedule;
import org.backgroundtasks.internal.schedule.Timetable;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.schedule.ScheduleBook;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.task.TaskKey;
import org.backgroundtasks.internal.time.MovableTime;
import org.backgroundtasks.internal.worker.node.SteppedWorker;
import org.backgroundtasks.internal.worker.node.WorkerFeatures;
import org.backgroundtasks.internal.worker.schedule.ScheduleFeature;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules store tasks at their instants, whoever looks, and however late. */
class SchedulesTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String KEY = "each minute";
    private static final Schedule EACH_MINUTE = Schedule.every(MINUTE).zone(ZoneOffset.UTC);

    private final MovableTime time = new MovableTime();
    private final List<SteppedWorker> stepped = new ArrayList<>();
    private final List<Instant> ranFor = new ArrayList<>();

    @BeforeEach
    void prepare() {
        ticker = time;
        stores = store("caller");
        body = task -> ranFor.add(task.scheduledFor().orElse(null));
    }

    @AfterEach
    void stop() {
        stepped.forEach(SteppedWorker::close);
    }

    private SteppedWorker worker(DeclaredSchedule... declared) {
        return worker(Set.of(), declared);
    }

    /** Serves another queue, so the tasks that it stores are left to others. */
    private SteppedWorker firingOnly() {
        return worker(Set.of("other"));
    }

    private SteppedWorker worker(Set<String> queues, DeclaredSchedule... declared) {
        String node = "stepped" + stepped.size();
        Stores own = store(node);
        SteppedWorker worker =
                new SteppedWorker(
                        environment(node),
                        settings(SOON, LEASE, SOON, queues),
                        new TaskDefinitions(List.of(definition)),
                        own.worker(),
                        new ArgumentCodec(1_000),
                        WorkerFeatures.of(
                                null,
                                new ScheduleFeature(
                                        List.of(declared), storage(), new MetadataCodec()),
                                List.of(),
                                call -> Lane.NONE));
        stepped.add(worker);
        return worker;
    }

    private static ScheduledCall call() {
        return new ScheduledCall(
                new Invocation("task", TASK.signature(), "[]"), "default", 0, 3, "duke");
    }

    private Instant put(Schedule schedule) {
        return put(KEY, schedule);
    }

    private Instant put(String key, Schedule schedule) {
        return Jta.committed(
                () -> {
                    Instant now = stores.tasks().now();
                    Instant first = Timetable.first(schedule, now).orElseThrow();
                    assertThat(book().put(key, call(), schedule, first)).isTrue();
                    return first;
                });
    }

    private ScheduleBook book() {
        return stores.schedules();
    }

    private StoredSchedule schedule() {
        return Jta.committed(() -> book().find(KEY)).orElseThrow();
    }

    private List<Occurrence> history() {
        return Jta.committed(() -> book().history(KEY, 1_000));
    }

    private List<Outcome> outcomes() {
        return history().stream().map(Occurrence::outcome).toList();
    }

    private static void run(SteppedWorker worker) {
        for (int i = 0; i < 20; i++) {
            worker.step();
        }
    }

    @Test
    void a_task_is_stored_at_each_instant_and_knows_it() {
        SteppedWorker worker = worker();
        Instant first = put(EACH_MINUTE);

        run(worker);
        assertThat(ranFor).isEmpty();
        for (int i = 0; i < 3; i++) {
            time.advance(MINUTE);
            run(worker);
        }

        assertThat(ranFor)
                .containsExactly(first, first.plus(MINUTE), first.plus(MINUTE).plus(MINUTE));
        assertThat(outcomes()).containsOnly(Outcome.STORED).hasSize(3);
        assertThat(history().get(2).instant()).isEqualTo(first);
        TaskId id = Objects.requireNonNull(history().get(0).taskId());
        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info(id).createdBy()).isEqualTo("duke");
        assertThat(schedule().last()).isEqualTo(history().get(0).instant());
        assertThat(schedule().next()).isEqualTo(schedule().last().plus(MINUTE));
    }

    @Test
    void nodes_side_by_side_store_one() {
        SteppedWorker one = worker();
        SteppedWorker other = worker();
        put(EACH_MINUTE);

        for (int i = 0; i < 10; i++) {
            time.advance(MINUTE);
            run(one);
            run(other);
        }

        assertThat(outcomes()).containsOnly(Outcome.STORED).hasSize(10);
        assertThat(ranFor).hasSize(10);
    }

    @Test
    void after_an_outage_one_runs_and_the_others_are_missed() {
        observer = event -> {};
        SteppedWorker worker = worker();
        Instant first = put(EACH_MINUTE);

        time.advance(Duration.ofMinutes(4));
        run(worker);

        assertThat(ranFor).containsExactly(first.plus(Duration.ofMinutes(3)));
        assertThat(outcomes())
                .containsExactly(Outcome.STORED, Outcome.MISSED, Outcome.MISSED, Outcome.MISSED);
        assertThat(missed).hasSize(3);
        assertThat(missed.get(0).instant()).isEqualTo(first);
    }

    @Test
    void a_long_gap_is_one_row() {
        SteppedWorker worker = worker();
        put(EACH_MINUTE);

        time.advance(Duration.ofDays(7));
        run(worker);

        assertThat(ranFor).hasSize(1);
        assertThat(history()).hasSize(2);
        assertThat(history().get(1).outcome()).isEqualTo(Outcome.MISSED);
        assertThat(history().get(1).count()).isEqualTo(10_000);
    }

    @Test
    void or_all_run() {
        SteppedWorker worker = worker();
        Instant first = put(EACH_MINUTE.missed(Missed.ALL).overlap(Overlap.ALLOW));

        time.advance(Duration.ofMinutes(130));
        for (int i = 0; i < 10; i++) {
            run(worker);
        }

        assertThat(ranFor).hasSize(130).startsWith(first);
        assertThat(outcomes()).containsOnly(Outcome.STORED).hasSize(130);
    }

    @Test
    void an_instant_that_overlaps_is_skipped() {
        observer = event -> {};
        SteppedWorker firing = firingOnly();
        put(EACH_MINUTE);

        time.advance(MINUTE);
        run(firing);
        time.advance(MINUTE);
        run(firing);

        assertThat(outcomes()).containsExactly(Outcome.OVERLAPPED, Outcome.STORED);
        assertThat(missed).hasSize(1);
        assertThat(missed.get(0).outcome()).isEqualTo(Outcome.OVERLAPPED);
    }

    @Test
    void or_waits_for_the_end_of_the_one_before() {
        SteppedWorker firing = firingOnly();
        Instant first = put(EACH_MINUTE.overlap(Overlap.WAIT));

        time.advance(MINUTE);
        run(firing);
        time.advance(MINUTE);
        run(firing);
        assertThat(outcomes()).containsExactly(Outcome.STORED);
        run(worker());

        assertThat(outcomes()).containsExactly(Outcome.STORED, Outcome.STORED);
        assertThat(ranFor).containsExactly(first, first.plus(MINUTE));
    }

    @Test
    void those_that_come_due_while_one_waits_are_missed() {
        SteppedWorker firing = firingOnly();
        put(EACH_MINUTE.overlap(Overlap.WAIT));

        for (int i = 0; i < 4; i++) {
            time.advance(MINUTE);
            run(firing);
        }
        run(worker());

        assertThat(outcomes())
                .containsExactly(Outcome.STORED, Outcome.MISSED, Outcome.MISSED, Outcome.STORED);
    }

    @Test
    void one_that_only_waits_for_another_attempt_is_superseded() {
        observer = event -> {};
        SteppedWorker worker = worker();
        Instant first = put(EACH_MINUTE);
        body =
                task -> {
                    if (task.scheduledFor().orElseThrow().equals(first)) {
                        throw new IllegalStateException("the first one");
                    }
                };
        backoff = Duration.ofHours(1);
        stop();
        worker = worker();

        time.advance(MINUTE);
        run(worker);
        TaskId before = history().get(0).taskId();
        assertThat(info(before).state()).isEqualTo(TaskState.SCHEDULED);
        time.advance(MINUTE);
        run(worker);

        assertThat(info(before).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(outcomes()).containsExactly(Outcome.STORED, Outcome.STORED);
        assertThat(heard).contains(new TaskCancelled(before, "task", "default"));
    }

    @Test
    void a_unique_one_is_superseded_too_and_leaves_its_key() {
        keyOfSchedule = new TaskKey("key", Until.ENDED, Duration.ZERO);
        one_that_only_waits_for_another_attempt_is_superseded();

        assertThat(texts("select task_id from background_task_key"))
                .containsExactly(history().get(0).taskId().toString());
    }

    @Test
    void but_not_if_no_other_one_is_stored() {
        backoff = Duration.ofHours(1);
        SteppedWorker worker = worker();
        put(EACH_MINUTE.missed(Missed.SKIP));
        body =
                task -> {
                    throw new IllegalStateException("each time");
                };

        time.advance(MINUTE);
        run(worker);
        TaskId before = history().get(0).taskId();
        time.advance(Duration.ofMinutes(3));
        run(worker);

        assertThat(outcomes())
                .containsExactly(Outcome.MISSED, Outcome.MISSED, Outcome.MISSED, Outcome.STORED);
        assertThat(info(before).state()).isEqualTo(TaskState.SCHEDULED);
    }

    @Test
    void one_that_its_body_has_put_off_stands() {
        SteppedWorker worker = worker();
        put(EACH_MINUTE);
        body = task -> task.snooze(Duration.ofMinutes(10));

        time.advance(MINUTE);
        run(worker);
        time.advance(MINUTE);
        run(worker);

        assertThat(outcomes()).containsExactly(Outcome.OVERLAPPED, Outcome.STORED);
        assertThat(info(history().get(1).taskId()).state()).isEqualTo(TaskState.SCHEDULED);
    }

    @Test
    void what_passed_in_a_pause_that_nobody_could_record_is_not_made_up_for() {
        Instant first = put(EACH_MINUTE);
        Jta.committed(() -> book().setPaused(KEY, true));

        time.advance(Duration.ofMinutes(5));
        Jta.committed(() -> book().setPaused(KEY, false));
        run(worker());

        assertThat(outcomes()).containsOnly(Outcome.PAUSED).hasSize(5);
        assertThat(schedule().next()).isEqualTo(first.plus(Duration.ofMinutes(5)));
        assertThat(ranFor).isEmpty();
    }

    @Test
    void another_rule_for_overlaps_holds_at_once() {
        SteppedWorker firing = firingOnly();
        put(EACH_MINUTE.overlap(Overlap.WAIT));
        time.advance(MINUTE);
        run(firing);
        time.advance(MINUTE);
        run(firing);
        assertThat(outcomes()).hasSize(1);

        put(EACH_MINUTE.overlap(Overlap.ALLOW));
        run(firing);

        assertThat(outcomes()).containsExactly(Outcome.STORED, Outcome.STORED);
    }

    @Test
    void of_three_releases_side_by_side_the_newest_decides() {
        List<SteppedWorker> releases = new ArrayList<>();
        for (String cron : List.of("1 3 * * *", "2 3 * * *", "3 3 * * *")) {
            releases.add(worker(declared(cron)));
            run(releases.get(releases.size() - 1));
        }

        for (int i = 0; i < 10; i++) {
            time.advance(LEASE.dividedBy(2));
            releases.forEach(SchedulesTest::run);
        }

        assertThat(schedule().schedule().expression()).isEqualTo("3 3 * * *");
    }

    @Test
    void a_paused_schedule_stores_nothing_and_says_so() {
        SteppedWorker worker = worker();
        put(EACH_MINUTE);
        assertThat(Jta.committed(() -> book().setPaused(KEY, true))).isTrue();

        time.advance(MINUTE);
        run(worker);
        time.advance(MINUTE);
        run(worker);
        assertThat(Jta.committed(() -> book().setPaused(KEY, false))).isTrue();
        time.advance(MINUTE);
        run(worker);

        assertThat(outcomes()).containsExactly(Outcome.STORED, Outcome.PAUSED, Outcome.PAUSED);
        assertThat(ranFor).hasSize(1);
    }

    @Test
    void it_ends() {
        SteppedWorker worker = worker();
        Instant first = stores.tasks().now().plus(MINUTE);
        put(EACH_MINUTE.from(first).until(first.plus(MINUTE)));

        time.advance(Duration.ofHours(1));
        run(worker);

        assertThat(outcomes()).containsExactly(Outcome.STORED, Outcome.MISSED);
        assertThat(schedule().next()).isNull();
    }

    @Test
    void jitter_delays_a_task() {
        SteppedWorker worker = worker();
        put(EACH_MINUTE.jitter(Duration.ofSeconds(50)));

        time.advance(MINUTE);
        run(worker);
        TaskId id = history().get(0).taskId();

        Duration delay = Duration.between(history().get(0).instant(), info(id).runAt());
        assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(50));
        time.advance(Duration.ofSeconds(51));
        run(worker);
        assertThat(ranFor).hasSize(1);
    }

    @Test
    void a_schedule_without_a_method_here_waits_without_a_storm() {
        put(EACH_MINUTE);
        definition = WorkerHarness.other("other");
        SteppedWorker without = worker();

        time.advance(Duration.ofHours(1));
        run(without);
        assertThat(history()).isEmpty();
        definition = TASK;
        SteppedWorker with = worker();
        run(with);

        assertThat(ranFor).hasSize(1);
        assertThat(outcomes()).contains(Outcome.STORED, Outcome.MISSED);
    }

    @Test
    void one_that_cannot_be_fired_holds_up_no_others() {
        SteppedWorker worker = worker();
        put("broken", EACH_MINUTE);
        put(EACH_MINUTE);
        sql(
                "update background_task_schedule set time_zone = 'Not/Azone' where schedule_key = 'broken'");

        time.advance(MINUTE);
        run(worker);
        sql("update background_task_schedule set time_zone = 'UTC' where schedule_key = 'broken'");
        time.advance(Duration.ofSeconds(6));
        run(worker);

        assertThat(outcomes()).containsExactly(Outcome.STORED);
        assertThat(Jta.committed(() -> book().history("broken", 9))).hasSize(1);
    }

    @Test
    void an_instant_that_was_recorded_before_stores_no_second_task() {
        SteppedWorker worker = worker();
        Instant first = put(EACH_MINUTE);
        time.advance(MINUTE);
        run(worker);

        // As if somebody had set the clock of the database back.
        Jta.committed(() -> book().remove(KEY));
        Schedule again = Schedule.every(MINUTE).zone(ZoneOffset.UTC).from(first);
        Jta.committed(() -> book().put(KEY, call(), again, first));
        run(worker);

        assertThat(ranFor).hasSize(1);
        assertThat(outcomes()).containsExactly(Outcome.STORED);
        assertThat(schedule().next()).isEqualTo(first.plus(MINUTE));
    }

    private static DeclaredSchedule declared(String cron) {
        return new DeclaredSchedule(
                KEY, call(), Schedule.cron(cron).zone(ZoneId.of("Europe/Berlin")));
    }

    @Test
    void a_declared_schedule_fires_where_it_is_declared() {
        SteppedWorker worker = worker(declared("* * * * *"));
        run(worker);
        assertThat(schedule().isDeclared()).isTrue();

        time.advance(MINUTE);
        run(worker());
        assertThat(history()).isEmpty();
        run(worker);

        assertThat(outcomes()).containsExactly(Outcome.STORED);
    }

    @Test
    void a_changed_declaration_moves_the_next_instant_and_keeps_the_ledger() {
        SteppedWorker before = worker(declared("* * * * *"));
        run(before);
        time.advance(MINUTE);
        run(before);

        SteppedWorker after = worker(declared("0 * * * *"));
        run(after);
        Instant next = schedule().next();
        time.advance(LEASE);
        run(before);
        run(after);

        assertThat(next.getEpochSecond() % 3_600).isZero();
        assertThat(schedule().schedule().expression()).isEqualTo("0 * * * *");
        assertThat(outcomes()).contains(Outcome.STORED);
        assertThat(history().stream().filter(one -> one.instant().isBefore(next))).hasSize(1);
    }

    @Test
    void an_older_release_that_starts_again_leaves_a_newer_one_alone_while_that_lives() {
        run(worker(declared("* * * * *")));
        SteppedWorker after = worker(declared("0 * * * *"));
        run(after);

        run(worker(declared("* * * * *")));
        assertThat(schedule().schedule().expression()).isEqualTo("0 * * * *");
        time.advance(LEASE.multipliedBy(2).plusSeconds(1));
        run(worker(declared("* * * * *")));

        assertThat(schedule().schedule().expression()).isEqualTo("* * * * *");
    }

    @Test
    void one_that_no_live_node_declares_is_not_there_and_its_pause_is_kept() {
        SteppedWorker worker = worker(declared("* * * * *"));
        run(worker);
        Jta.committed(() -> book().setPaused(KEY, true));

        time.advance(LEASE.multipliedBy(2).plusSeconds(1));
        assertThat(Jta.committed(() -> book().find(KEY))).isEmpty();
        assertThat(Jta.committed(() -> book().list())).isEmpty();
        assertThat(Jta.committed(() -> book().setPaused(KEY, false))).isFalse();
        run(worker);

        assertThat(schedule().isPaused()).isTrue();
    }

    @Test
    void who_puts_a_schedule_leaves_a_declared_one_alone() {
        run(worker(declared("0 3 * * *")));

        boolean isPut =
                Jta.committed(() -> book().put(KEY, call(), EACH_MINUTE, stores.tasks().now()));

        assertThat(isPut).isFalse();
        assertThat(Jta.committed(() -> book().remove(KEY))).isFalse();
        assertThat(schedule().schedule().expression()).isEqualTo("0 3 * * *");
    }

    @Test
    void a_key_that_was_taken_at_run_time_stays_so() {
        put(EACH_MINUTE);

        run(worker(declared("0 3 * * *")));

        assertThat(schedule().isDeclared()).isFalse();
        assertThat(schedule().schedule()).isEqualTo(EACH_MINUTE);
    }

    @Test
    void one_that_is_put_again_keeps_its_next_instant_unless_its_times_change() {
        Instant first = put(EACH_MINUTE);
        time.advance(Duration.ofSeconds(30));

        put(EACH_MINUTE.overlap(Overlap.ALLOW));
        assertThat(schedule().next()).isEqualTo(first);
        put(Schedule.every(Duration.ofMinutes(2)).zone(ZoneOffset.UTC));

        assertThat(schedule().next()).isAfter(first.plus(MINUTE));
    }

    @Test
    void a_body_that_fails_for_good_ends_its_task_only() {
        SteppedWorker worker = worker();
        put(EACH_MINUTE);
        body =
                task -> {
                    throw new CancellationException("no");
                };

        time.advance(MINUTE);
        run(worker);
        time.advance(MINUTE);
        run(worker);

        assertThat(outcomes()).hasSize(2);
    }

    @Test
    void what_is_recorded_is_kept_for_its_retention() {
        SteppedWorker worker = worker();
        put(EACH_MINUTE);
        time.advance(MINUTE);
        run(worker);

        time.advance(Duration.ofDays(31));
        run(worker);
        time.advance(Duration.ofHours(1));
        run(worker);

        Instant oldest = stores.tasks().now().minus(Duration.ofDays(30));
        assertThat(history()).isNotEmpty().allMatch(one -> one.instant().isAfter(oldest));
    }

    /** By the minutes that clocks show, and not by the library that the schedules use. */
    private static List<Instant> halfPastTwo(ZoneId zone, Instant from, Instant until) {
        List<Instant> expected = new ArrayList<>();
        LocalDate last = null;
        for (Instant time = from; time.isBefore(until); time = time.plus(MINUTE)) {
            LocalDateTime local = LocalDateTime.ofInstant(time, zone);
            LocalDateTime before = LocalDateTime.ofInstant(time.minus(MINUTE), zone);
            LocalDateTime wanted = local.toLocalDate().atTime(2, 30);
            boolean isThere = local.equals(wanted);
            boolean isAfterGap = before.isBefore(wanted) && local.isAfter(wanted);
            if ((isThere || isAfterGap) && !local.toLocalDate().equals(last)) {
                last = local.toLocalDate();
                expected.add(time);
            }
        }
        return expected;
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-03-12T12:00:00Z", "2027-09-30T12:00:00Z", "2027-10-14T12:00:00Z"})
    void five_zones_around_changes_of_clocks(String begin) {
        List<String> zones =
                List.of(
                        "Europe/Berlin",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Asia/Kathmandu",
                        "UTC");
        Instant now = stores.tasks().now();
        time.advance(Duration.between(now, Instant.parse(begin)));
        SteppedWorker worker = worker();
        for (String zone : zones) {
            put(zone, Schedule.cron("30 2 * * *").zone(ZoneId.of(zone)));
        }

        Instant from = stores.tasks().now();
        for (int i = 0; i < 27 * 8; i++) {
            time.advance(Duration.ofHours(3));
            while (worker.step()) {
                // Until nothing is due.
            }
        }

        for (String zone : zones) {
            Instant until = stores.tasks().now();
            List<Occurrence> history = Jta.committed(() -> book().history(zone, 1_000));
            assertThat(history).allMatch(one -> one.outcome() == Outcome.STORED);
            assertThat(history)
                    .as(zone)
                    .extracting(Occurrence::instant)
                    .containsExactlyInAnyOrderElementsOf(
                            halfPastTwo(
                                    ZoneId.of(zone),
                                    from.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE),
                                    until));
        }
    }
}
