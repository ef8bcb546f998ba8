package org.backgroundtasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Patterns by chance fit the times that their fields name, as counted here in another way. */
class CronModelTest {

    private static final LocalDateTime START = LocalDateTime.of(2026, 10, 20, 7, 33, 21);

    /** A field: its text, and the values that it stands for. */
    private record Field(String text, TreeSet<Integer> values) {

        boolean isStar() {
            return text.equals("*") || text.equals("*/1");
        }
    }

    private final Random random = new Random(4711);

    private Field field(int least, int most) {
        List<Field> parts = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            parts.add(part(least, most));
        }
        if (parts.stream().anyMatch(Field::isStar)) {
            return star(least, most);
        }
        return new Field(
                parts.stream().map(Field::text).collect(Collectors.joining(",")),
                parts.stream()
                        .flatMap(part -> part.values().stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Field star(int least, int most) {
        return new Field("*", values(least, most, 1));
    }

    private Field part(int least, int most) {
        int from = least + random.nextInt(most - least + 1);
        int until = from + random.nextInt(most - from + 1);
        int step = 1 + random.nextInt(Math.min(9, most - least));
        return switch (random.nextInt(6)) {
            case 0, 1 -> star(least, most);
            case 2 -> new Field("*/" + step, values(least, most, step));
            case 3 -> new Field(from + "-" + until, values(from, until, 1));
            case 4 -> new Field(from + "-" + until + "/" + step, values(from, until, step));
            default -> new Field(String.valueOf(from), values(from, from, 1));
        };
    }

    private static TreeSet<Integer> values(int from, int until, int step) {
        return IntStream.rangeClosed(from, until)
                .filter(value -> (value - from) % step == 0)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void patterns_fit_what_their_fields_name() {
        for (int i = 0; i < 2_000; i++) {
            boolean hasSeconds = random.nextBoolean();
            Field seconds = hasSeconds ? field(0, 59) : new Field("", values(0, 0, 1));
            Field minutes = field(0, 59);
            Field hours = field(0, 23);
            Field days = field(1, 31);
            Field months = field(1, 12);
            Field weekdays = field(0, 6);
            String text =
                    String.join(
                                    " ",
                                    seconds.text(),
                                    minutes.text(),
                                    hours.text(),
                                    days.text(),
                                    months.text(),
                                    weekdays.text())
                            .strip();
            List<LocalDateTime> expected = new ArrayList<>();
            for (LocalDate day = START.toLocalDate();
                    expected.size() < 40 && day.getYear() < 2032;
                    day = day.plusDays(1)) {
                if (fits(day, days, months, weekdays)) {
                    addTimes(expected, day, hours, minutes, seconds);
                }
            }

            List<LocalDateTime> actual = actual(text, expected.size());

            assertThat(actual).as(text).isEqualTo(expected);
        }
    }

    private static boolean fits(LocalDate day, Field days, Field months, Field weekdays) {
        if (!months.values().contains(day.getMonthValue())) {
            return false;
        }
        boolean isDay = days.values().contains(day.getDayOfMonth());
        boolean isWeekday = weekdays.values().contains(day.getDayOfWeek().getValue() % 7);
        return days.isStar() || weekdays.isStar() ? isDay && isWeekday : isDay || isWeekday;
    }

    private static void addTimes(
            List<LocalDateTime> times, LocalDate day, Field hours, Field minutes, Field seconds) {
        for (int hour : hours.values()) {
            for (int minute : minutes.values()) {
                for (int second : seconds.values()) {
                    LocalDateTime time = day.atTime(LocalTime.of(hour, minute, second));
                    if (time.isAfter(START) && times.size() < 40) {
                        times.add(time);
                    }
                }
            }
        }
    }

    private static List<LocalDateTime> actual(String text, int count) {
        if (count == 0) {
            return List.of();
        }
        CronPattern pattern = CronPattern.of(text);
        List<LocalDateTime> actual = new ArrayList<>();
        for (Optional<LocalDateTime> next = pattern.next(START);
                next.isPresent() && actual.size() < count;
                next = pattern.next(next.get())) {
            actual.add(next.get());
        }
        return actual;
    }
}
