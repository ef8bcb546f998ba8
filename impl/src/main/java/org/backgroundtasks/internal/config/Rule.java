package org.backgroundtasks.internal.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backgroundtasks.internal.task.TaskOptions;

/**
 * Turns the text of a configuration value into what it means.
 *
 * @param <T> the meaning
 */
@FunctionalInterface
interface Rule<T> {

    Rule<String> JNDI_NAME = text -> text;

    Rule<Boolean> BOOLEAN =
            text ->
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> throw new Violation("'true' or 'false' is expected");
                    };

    Rule<String> QUEUE =
            matching(
                    "a queue name has 1 to 100 characters, none of them a comma or a control character, and no blanks around it",
                    TaskOptions::isQueue);

    Rule<String> TASK_NAME =
            matching(
                    "a task name has 1 to 500 characters, none of them a control character",
                    TaskOptions::isName);

    Rule<String> SCHEDULE_KEY =
            matching(
                    "a key has 1 to 500 characters, none of them a control character",
                    TaskOptions::isName);

    Rule<String> SQL_IDENTIFIER =
            matching(
                    "a schema name matches [A-Za-z_][A-Za-z0-9_]{0,62}",
                    Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}").asMatchPredicate());

    Rule<String> APPLICATION =
            matching(
                    "the name of an application matches [A-Za-z0-9][A-Za-z0-9._:/-]{0,99}",
                    Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}").asMatchPredicate());

    Rule<SchemaMode> SCHEMA_MODE =
            text ->
                    Arrays.stream(SchemaMode.values())
                            .filter(mode -> mode.name().equalsIgnoreCase(text))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new Violation(
                                                    "'create', 'validate' or 'none' is expected"));

    Rule<ZoneId> ZONE =
            text -> {
                try {
                    return ZoneId.of(text);
                } catch (DateTimeException e) {
                    throw new Violation("a time zone is expected, such as Europe/Berlin or UTC");
                }
            };

    Rule<Duration> BACKOFF_STEP = duration(Duration.ZERO, Duration.ofDays(365));

    T read(String text) throws Violation;

    /** The name of a value of an enum. */
    static <E extends Enum<E>> Rule<E> oneOf(Class<E> type) {
        return text ->
                Arrays.stream(type.getEnumConstants())
                        .filter(one -> one.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Violation(
                                                "one of %s is expected"
                                                        .formatted(
                                                                Arrays.toString(
                                                                        type.getEnumConstants()))));
    }

    static Rule<String> matching(String rule, Predicate<String> test) {
        return text -> {
            if (!test.test(text)) {
                throw new Violation(rule);
            }
            return text;
        };
    }

    static Rule<Integer> whole(int least, int most) {
        Rule<Long> wide = seconds(least, most);
        return text -> wide.read(text).intValue();
    }

    static Rule<Long> seconds(long least, long most) {
        return text -> {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new Violation("a whole number from %d to %d is expected".formatted(least, most));
        };
    }

    static Rule<Double> share() {
        return text -> {
            try {
                double value = Double.parseDouble(text);
                if (value >= 0 && value <= 1) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new Violation("a number from 0 to 1 is expected");
        };
    }

    static Rule<Duration> duration(Duration least, Duration most) {
        return text -> {
            try {
                Duration value = Duration.parse(text);
                if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                    return value;
                }
            } catch (DateTimeParseException e) {
                // said below
            }
            throw new Violation(
                    "an ISO-8601 duration from %s to %s is expected, for example PT30S%s"
                            .formatted(least, most, meant(text)));
        };
    }

    /** What somebody may have meant by a duration as other formats have it, such as 5s. */
    private static String meant(String text) {
        Matcher parts = Pattern.compile("(\\d+) ?(ms|s|m|min|h|d)?").matcher(text);
        if (!parts.matches()) {
            return "";
        }
        String number = parts.group(1);
        String unit = parts.group(2) == null ? "s" : parts.group(2);
        return "; did you mean "
                + switch (unit) {
                    case "ms" -> "PT" + Double.parseDouble(number) / 1_000 + "S";
                    case "h" -> "PT" + number + "H";
                    case "d" -> "P" + number + "D";
                    case "s" -> "PT" + number + "S";
                    default -> "PT" + number + "M";
                }
                + "?";
    }

    static <T> Rule<List<T>> listOf(Rule<T> element) {
        return text -> {
            List<T> values = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                values.add(element.read(part.strip()));
            }
            return List.copyOf(values);
        };
    }

    /** A value that breaks its rule; the message says what is expected. */
    final class Violation extends Exception {

        private static final long serialVersionUID = 1L;

        Violation(String expectation) {
            super(expectation, null, false, false);
        }

        String expectation() {
            return String.valueOf(getMessage());
        }
    }
}
