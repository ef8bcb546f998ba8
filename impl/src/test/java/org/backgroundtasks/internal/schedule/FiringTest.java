package org.backgroundtasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.Occurrence.Outcome.MISSED;
import static org.backgroundtasks.Occurrence.Outcome.OVERLAPPED;
import static org.backgroundtasks.Occurrence.Outcome.PAUSED;
import static org.backgroundtasks.Occurrence.Outcome.STORED;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Occurrence.Outcome;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.internal.schedule.Firing.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the instants that are due when a node looks. */
class FiringTest {

    private static final Instant START = Instant.parse("2026-11-28T00:00:00Z");
    private static final Schedule EACH_MINUTE =
            Schedule.cron("* * * * *").zone(ZoneId.of("Europe/Berlin"));

    private static Firing fire(Schedule schedule, Duration late) {
        return fire(schedule, late, false);
    }

    private static Firing fire(Schedule schedule, Duration late, boolean overlaps) {
        return Firing.of(schedule, START, false, overlaps, START.plus(late));
    }

    private static List<Outcome> outcomes(Firing firing) {
        return firing.entries().stream().map(Entry::outcome).toList();
    }

    @Test
    void what_comes_late_and_before_the_next_is_not_missed() {
        for (Missed missed : Missed.values()) {
            Firing firing = fire(EACH_MINUTE.missed(missed), Duration.ofSeconds(59));

            assertThat(outcomes(firing)).containsExactly(STORED);
            assertThat(firing.next()).isEqualTo(START.plusSeconds(60));
        }
    }

    @Test
    void of_several_that_are_due_the_latest_runs_once() {
        Firing firing = fire(EACH_MINUTE, Duration.ofSeconds(190));

        assertThat(outcomes(firing)).containsExactly(MISSED, MISSED, MISSED, STORED);
        assertThat(firing.entries().get(3).instant()).isEqualTo(START.plusSeconds(180));
        assertThat(firing.next()).isEqualTo(START.plusSeconds(240));
    }

    @Test
    void or_none_of_them() {
        Firing firing = fire(EACH_MINUTE.missed(Missed.SKIP), Duration.ofSeconds(190));

        assertThat(outcomes(firing)).containsOnly(MISSED).hasSize(4);
        assertThat(firing.next()).isEqualTo(START.plusSeconds(240));
    }

    @Test
    void or_each_of_them_a_hundred_at_once() {
        Firing firing = fire(EACH_MINUTE.missed(Missed.ALL), Duration.ofMinutes(150));

        assertThat(outcomes(firing)).containsOnly(STORED).hasSize(100);
        assertThat(firing.next()).isEqualTo(START.plus(Duration.ofMinutes(100)));
    }

    @Test
    void after_a_week_a_task_of_each_minute_runs_once_and_the_ledger_has_two_rows() {
        Firing firing = fire(EACH_MINUTE, Duration.ofDays(7));

        assertThat(firing.entries())
                .containsExactly(
                        new Entry(START.plus(Duration.ofDays(7)).minusSeconds(60), MISSED, 10_000),
                        new Entry(START.plus(Duration.ofDays(7)), STORED));
        assertThat(firing.next()).isEqualTo(START.plus(Duration.ofDays(7)).plusSeconds(60));
    }

    @Test
    void what_overlaps_is_skipped_waits_or_runs_all_the_same() {
        Duration late = Duration.ofSeconds(10);

        assertThat(outcomes(fire(EACH_MINUTE, late, true))).containsExactly(OVERLAPPED);
        assertThat(fire(EACH_MINUTE.overlap(Overlap.WAIT), late, true))
                .isEqualTo(new Firing(List.of(), START, true));
        assertThat(outcomes(fire(EACH_MINUTE.overlap(Overlap.ALLOW), late, true)))
                .containsExactly(STORED);
    }

    @Test
    void those_that_wait_come_one_by_one_if_all_are_to_come() {
        Schedule schedule = EACH_MINUTE.overlap(Overlap.WAIT).missed(Missed.ALL);

        Firing firing = fire(schedule, Duration.ofMinutes(3));

        assertThat(outcomes(firing)).containsExactly(STORED);
        assertThat(firing.next()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void while_it_is_paused_each_instant_is_recorded() {
        Firing firing = Firing.of(EACH_MINUTE, START, true, true, START.plusSeconds(70));

        assertThat(outcomes(firing)).containsExactly(PAUSED, PAUSED);
        assertThat(firing.isWaiting()).isFalse();
    }

    @Test
    void the_last_instant_has_none_after_it() {
        Firing firing = fire(EACH_MINUTE.until(START.plusSeconds(60)), Duration.ofDays(1));

        assertThat(outcomes(firing)).containsExactly(MISSED, STORED);
        assertThat(firing.next()).isNull();
    }

    @Test
    void those_of_one_outage_do_not_overlap_each_other() {
        Schedule all = EACH_MINUTE.missed(Missed.ALL);

        assertThat(outcomes(fire(all, Duration.ofMinutes(29), true)))
                .containsOnly(STORED)
                .hasSize(30);
        assertThat(outcomes(fire(all, Duration.ofMinutes(100)))).hasSize(101);
        assertThat(outcomes(fire(all, Duration.ofMinutes(101)))).hasSize(100);
        assertThat(outcomes(fire(all, Duration.ofSeconds(1), true))).containsExactly(OVERLAPPED);
    }

    @Test
    void instants_are_found_fast_around_a_change_of_clocks() {
        Schedule schedule = Schedule.cron("* * * * * *").zone(ZoneId.of("Europe/Berlin"));
        Instant change = Instant.parse("2026-10-25T01:00:00Z");
        Instant first = change.minusSeconds(4_000);

        long begun = System.nanoTime();
        Firing firing = Firing.of(schedule, first, false, false, change.plusSeconds(4_000));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(firing.entries().get(0).count()).isEqualTo(8_000);
    }

    static Stream<Schedule> schedules() {
        return Stream.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
                .map(ZoneId::of)
                .flatMap(
                        zone ->
                                Stream.of("*/30 * * * *", "30 2 * * *", "*/15 1-3 * * 0,6")
                                        .map(cron -> Schedule.cron(cron).zone(zone)))
                .flatMap(one -> Stream.of(Missed.values()).map(one::missed))
                .flatMap(one -> Stream.of(Overlap.values()).map(one::overlap));
    }

    /**
     * Looks around both changes of clocks, with outages by chance: each instant is there once, as
     * the rules say.
     */
    @ParameterizedTest
    @MethodSource("schedules")
    void each_instant_is_recorded_once(Schedule schedule) {
        recordOnce(schedule, Instant.parse("2026-03-01T00:00:00Z"));
        recordOnce(schedule, Instant.parse("2026-10-01T00:00:00Z"));
    }

    private static void recordOnce(Schedule schedule, Instant start) {
        Random random = new Random(schedule.hashCode());
        Instant end = start.plus(Duration.ofDays(40));
        Timetable timetable =
                Timetable.of(schedule, Timetable.first(schedule, start).orElseThrow());
        Instant next = timetable.next(start.minusSeconds(1)).orElseThrow();
        Instant now = start;
        List<Entry> ledger = new ArrayList<>();
        while (now.isBefore(end)) {
            boolean overlaps = random.nextInt(4) == 0;
            while (!next.isAfter(now)) {
                Firing firing = Firing.of(schedule, next, false, overlaps, now);
                requireRules(schedule, firing, now);
                ledger.addAll(firing.entries());
                next = Objects.requireNonNull(firing.next());
                if (firing.isWaiting()) {
                    break;
                }
            }
            boolean isOutage = random.nextInt(20) == 0;
            now = isOutage ? now.plusSeconds(random.nextInt(500_000)) : next.plusMillis(1);
        }

        long expected = 0;
        Instant last = next;
        for (Instant one = timetable.next(start.minusSeconds(1)).orElseThrow();
                one.isBefore(last);
                one = timetable.next(one).orElseThrow()) {
            expected++;
        }
        assertThat(ledger.stream().mapToLong(Entry::count).sum()).isEqualTo(expected);
        assertThat(ledger.stream().map(Entry::instant)).isSorted().doesNotHaveDuplicates();
    }

    private static void requireRules(Schedule schedule, Firing firing, Instant now) {
        List<Outcome> outcomes = outcomes(firing);
        long stored = outcomes.stream().filter(STORED::equals).count();
        if (schedule.missed() != Missed.ALL) {
            assertThat(stored).isLessThanOrEqualTo(1);
            assertThat(firing.isWaiting() || firing.next().isAfter(now)).isTrue();
        }
        if (schedule.missed() == Missed.SKIP && outcomes.size() > 1) {
            assertThat(outcomes).containsOnly(MISSED);
        }
        if (schedule.missed() == Missed.ALL) {
            assertThat(outcomes).doesNotContain(MISSED);
        }
        if (schedule.overlap() == Overlap.WAIT) {
            assertThat(outcomes).doesNotContain(OVERLAPPED);
        }
    }
}
