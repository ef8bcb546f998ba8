package org.backgroundtasks.internal.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pattern of local times: five fields as in Unix cron, or six with the seconds first. Months and
 * days of the week have numbers (Sunday is 0 or 7) or names; {@code L}, {@code W} and {@code #}
 * mean what they mean in Quartz. If both the day of the month and the day of the week are given,
 * either is enough. {@code @yearly}, {@code @monthly}, {@code @weekly}, {@code @daily} and {@code
 * @hourly} stand for what they say.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html">POSIX,
 *     crontab</a>
 */
public final class CronPattern {

    private static final int LONGEST = 200;
    private static final int FIELDS = 5;

    private static final Map<String, String> NICKNAMES =
            Map.of(
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *",
                    "@monthly", "0 0 1 * *",
                    "@weekly", "0 0 * * 0",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@hourly", "0 * * * *");

    private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23", "0-23/1", "0/1");

    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final CronParser WITH_MINUTES = new CronParser(definition(false));
    private static final CronParser WITH_SECONDS = new CronParser(definition(true));

    private final String text;
    private final ExecutionTime times;
    private final boolean isOfNoTimeOfDay;
    private final boolean isOfEveryHour;

    private CronPattern(String text, Cron cron, List<String> timeOfDay) {
        this.text = text;
        this.times = ExecutionTime.forCron(cron);
        isOfNoTimeOfDay =
                timeOfDay.stream().anyMatch(field -> field.startsWith("*") || field.contains("/"));
        isOfEveryHour = EVERY_HOUR.contains(timeOfDay.get(timeOfDay.size() - 1));
    }

    /**
     * Without support of {@code ?}: with it, the library takes both days for needed. Ranges from a
     * value to a lower one are refused: it takes none but those of weekdays for what they say.
     */
    private static CronDefinition definition(boolean hasSeconds) {
        CronDefinitionBuilder builder = CronDefinitionBuilder.defineCron();
        if (hasSeconds) {
            builder = builder.withSeconds().withValidRange(0, 59).withStrictRange().and();
        }
        return builder.withMinutes()
                .withValidRange(0, 59)
                .withStrictRange()
                .and()
                .withHours()
                .withValidRange(0, 23)
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .supportsL()
                .supportsW()
                .supportsLW()
                .withStrictRange()
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .supportsHash()
                .supportsL()
                .and()
                .instance();
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is none, or fits no time
     */
    public static CronPattern of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it has more than %d characters".formatted(LONGEST));
        }
        String plain =
                NICKNAMES
                        .getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip())
                        .replace('?', '*');
        List<String> fields = Arrays.asList(plain.split("\\s+"));
        boolean hasSeconds = fields.size() == FIELDS + 1;
        if (!hasSeconds && fields.size() != FIELDS) {
            throw new IllegalArgumentException(
                    "five fields are expected, or six with the seconds first");
        }
        CronPattern pattern =
                new CronPattern(
                        text.strip(),
                        parsed(plain, hasSeconds),
                        fields.subList(0, hasSeconds ? 3 : 2));
        if (pattern.next(ANY_TIME).isEmpty()) {
            throw new IllegalArgumentException("it fits no time");
        }
        return pattern;
    }

    private static Cron parsed(String plain, boolean hasSeconds) {
        try {
            return (hasSeconds ? WITH_SECONDS : WITH_MINUTES).parse(plain).validate();
        } catch (RuntimeException e) {
            // Others than it documents come out of the library's parsers of fields.
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The first local time of the pattern after another one, as if clocks were never changed. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        // The library would keep a fraction of a second.
        return times.nextExecution(after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime);
    }

    /**
     * Whether it names no time of the day, as one with a star or a step in its hours, minutes or
     * seconds: then it fits both of two hours of the same name.
     */
    boolean isOfNoTimeOfDay() {
        return isOfNoTimeOfDay;
    }

    /** Whether the hours beside one that clocks skip have what that one would. */
    boolean isOfEveryHour() {
        return isOfEveryHour;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronPattern one && text.equals(one.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
