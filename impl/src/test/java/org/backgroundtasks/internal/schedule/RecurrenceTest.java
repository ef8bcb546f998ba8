package org.backgroundtasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instants follow from patterns, zones and changes of clocks. */
class RecurrenceTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<Instant> instants(
            String pattern, ZoneId zone, Instant from, Instant until) {
        Recurrence recurrence = new Recurrence.Cron(CronPattern.of(pattern), zone);
        List<Instant> all = new ArrayList<>();
        for (Optional<Instant> next = recurrence.next(from.minusNanos(1));
                next.isPresent() && next.get().isBefore(until);
                next = recurrence.next(next.get())) {
            all.add(next.get());
        }
        return all;
    }

    private static List<String> onDay(String pattern, String day) {
        Instant from = LocalDate.parse(day).atStartOfDay(BERLIN).toInstant();
        Instant until = LocalDate.parse(day).plusDays(1).atStartOfDay(BERLIN).toInstant();
        return instants(pattern, BERLIN, from, until).stream()
                .map(instant -> instant.atZone(BERLIN).toOffsetDateTime().toString().substring(11))
                .toList();
    }

    @Test
    void a_daily_time_comes_once_on_the_day_that_lacks_it() {
        assertThat(onDay("30 2 * * *", "2026-03-29")).containsExactly("03:00+02:00");
    }

    @Test
    void a_daily_time_comes_once_on_the_day_that_has_it_twice() {
        assertThat(onDay("30 2 * * *", "2026-10-25")).containsExactly("02:30+02:00");
    }

    @Test
    void a_quarter_of_an_hour_comes_in_both_hours_of_the_same_name() {
        assertThat(onDay("*/15 2 * * *", "2026-10-25"))
                .containsExactly(
                        "02:00+02:00",
                        "02:15+02:00",
                        "02:30+02:00",
                        "02:45+02:00",
                        "02:00+01:00",
                        "02:15+01:00",
                        "02:30+01:00",
                        "02:45+01:00");
        assertThat(onDay("*/15 2 * * *", "2026-03-29")).containsExactly("03:00+02:00");
        assertThat(onDay("0 * * * *", "2026-10-25")).hasSize(25);
        assertThat(onDay("0 * * * *", "2026-03-29")).hasSize(23);
        assertThat(onDay("30 * * * *", "2026-03-29")).hasSize(23).doesNotContain("03:00+02:00");
        assertThat(onDay("0/20 2 * * *", "2026-10-25")).hasSize(6);
        assertThat(onDay("0,20,40 2 * * *", "2026-10-25")).hasSize(3);
        assertThat(onDay("*/20 30 2 * * *", "2026-10-25")).hasSize(6);
    }

    private record Fields(int minute, int hour, ZonedDateTime time) {}

    static Stream<Arguments> patterns() {
        return Stream.of(
                Arguments.of("*/15 * * * *", any(f -> f.minute() % 15 == 0)),
                Arguments.of("0 */2 * * *", any(f -> f.minute() == 0 && f.hour() % 2 == 0)),
                Arguments.of(
                        "7 * * * MON-FRI",
                        any(f -> f.minute() == 7 && f.time().getDayOfWeek().getValue() <= 5)),
                Arguments.of(
                        "*/30 8-17 1,15 * 5",
                        any(
                                f ->
                                        f.minute() % 30 == 0
                                                && f.hour() >= 8
                                                && f.hour() <= 17
                                                && (f.time().getDayOfMonth() == 1
                                                        || f.time().getDayOfMonth() == 15
                                                        || f.time().getDayOfWeek().getValue()
                                                                == 5))),
                Arguments.of(
                        "*/20 12 * FEB,DEC 0",
                        any(
                                f ->
                                        f.minute() % 20 == 0
                                                && f.hour() == 12
                                                && f.time().getDayOfWeek().getValue() == 7
                                                && (f.time().getMonthValue() == 2
                                                        || f.time().getMonthValue() == 12))));
    }

    private static Predicate<Fields> any(Predicate<Fields> predicate) {
        return predicate;
    }

    /** Minute by minute, by what the clocks in the zone show. */
    @ParameterizedTest
    @MethodSource("patterns")
    void wild_patterns_are_what_clocks_show(String pattern, Predicate<Fields> fits) {
        for (String zone :
                List.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Asia/Kathmandu")) {
            ZoneId id = ZoneId.of(zone);
            Instant from = Instant.parse("2026-01-01T00:00:00Z");
            Instant until = Instant.parse("2027-01-01T00:00:00Z");
            TreeSet<Instant> expected = new TreeSet<>();
            for (Instant time = from; time.isBefore(until); time = time.plusSeconds(60)) {
                ZonedDateTime local = time.atZone(id);
                if (fits.test(new Fields(local.getMinute(), local.getHour(), local))) {
                    expected.add(time);
                }
            }

            List<Instant> actual = instants(pattern, id, from, until);

            List<Instant> missing = new ArrayList<>(expected);
            missing.removeAll(actual);
            assertThat(missing).as(pattern + " in " + zone).isEmpty();
            List<Instant> more = new ArrayList<>(actual);
            more.removeAll(expected);
            // What clocks have skipped comes right after, unless each hour has it.
            assertThat(more)
                    .allMatch(
                            one ->
                                    id.getRules()
                                                    .getTransition(
                                                            one.atZone(id)
                                                                    .toLocalDateTime()
                                                                    .minusSeconds(1))
                                            != null);
            if (pattern.split(" ")[1].equals("*")) {
                assertThat(more).isEmpty();
            }
            assertThat(actual).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void instants_of_a_pattern_are_whole_seconds() {
        for (String pattern : List.of("* * * * * *", "0-30 * * * * *", "* * * * *")) {
            Recurrence recurrence = new Recurrence.Cron(CronPattern.of(pattern), BERLIN);

            Instant next =
                    recurrence.next(Instant.parse("2026-11-28T10:00:00.734512Z")).orElseThrow();

            assertThat(next.getNano()).isZero();
            assertThat(next).isAfter(Instant.parse("2026-11-28T10:00:00.734512Z"));
            assertThat(recurrence.next(Instant.parse("2026-11-28T09:59:59.999999Z")))
                    .contains(Instant.parse("2026-11-28T10:00:00Z"));
        }
    }

    @Test
    void either_day_is_enough_in_both_forms() {
        Instant from = Instant.parse("2026-11-01T00:00:00Z");
        Instant until = Instant.parse("2026-12-01T00:00:00Z");

        List<Instant> five = instants("0 0 13 * 5", ZoneOffset.UTC, from, until);
        List<Instant> six = instants("0 0 0 13 * 5", ZoneOffset.UTC, from, until);

        assertThat(five).hasSize(4).isEqualTo(six);
    }

    @Test
    void last_days_weekdays_and_numbered_days() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant until = Instant.parse("2026-04-01T00:00:00Z");

        assertThat(instants("0 0 L * *", ZoneOffset.UTC, from, until))
                .containsExactly(
                        Instant.parse("2026-01-31T00:00:00Z"),
                        Instant.parse("2026-02-28T00:00:00Z"),
                        Instant.parse("2026-03-31T00:00:00Z"));
        assertThat(instants("0 0 * * 1#2", ZoneOffset.UTC, from, until))
                .containsExactly(
                        Instant.parse("2026-01-12T00:00:00Z"),
                        Instant.parse("2026-02-09T00:00:00Z"),
                        Instant.parse("2026-03-09T00:00:00Z"));
        assertThat(instants("0 0 1W * *", ZoneOffset.UTC, from, until))
                .containsExactly(
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-02-02T00:00:00Z"),
                        Instant.parse("2026-03-02T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@daily",
                "@hourly",
                "@weekly",
                "@monthly",
                "@yearly",
                "0 0 29 2 *",
                "@Daily",
                "0 0 ? * MON",
                "0 0 LW * *",
                "0 0 * * 5L",
                "0 0 * * SUN",
                "0 0 * * 7",
                "0  0\t* * *"
            })
    void what_recurs_recurs(String pattern) {
        assertThat(
                        new Recurrence.Cron(CronPattern.of(pattern), BERLIN)
                                .next(Instant.parse("2026-11-28T00:00:00Z")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "0 0 30 2 *",
                "0 0 31 2,4,6,9,11 *",
                "0 0 * * 1#6",
                "0 24 * * *",
                "0 0 0 * *",
                "0 0 1 13 *",
                "0 0 * * 8",
                "60 0 0 * * *",
                "0 0 L-40 * *",
                "*/0 * * * *",
                "5-1 * * * *",
                "0 0 * FOO *",
                "0 0 * * MONDAY-X",
                "-1 * * * *",
                "0 0 32W * *",
                "99999999999 * * * *",
                "60 * * * *",
                "a b c d e",
                "@reboot",
                "* * * * * * *"
            })
    void what_fits_no_time_is_refused(String pattern) {
        assertThatThrownBy(() -> CronPattern.of(pattern))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_steady_pace_is_not_moved_by_a_change_of_clocks() {
        Recurrence every =
                new Recurrence.Every(Duration.ofHours(24), Instant.parse("2026-03-28T01:30:00Z"));

        assertThat(every.next(Instant.parse("2026-03-28T01:30:00Z")))
                .contains(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(every.next(Instant.parse("2020-01-01T00:00:00Z")))
                .contains(Instant.parse("2026-03-28T01:30:00Z"));
        assertThat(every.next(Instant.parse("2026-03-30T01:29:59Z")))
                .contains(Instant.parse("2026-03-30T01:30:00Z"));
    }
}
