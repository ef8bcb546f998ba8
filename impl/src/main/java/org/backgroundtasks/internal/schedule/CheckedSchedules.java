package org.backgroundtasks.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.internal.task.Years;
import org.backgroundtasks.spi.ScheduleRules;
import org.jspecify.annotations.Nullable;

/** {@link ScheduleRules}, as the API finds them. */
public final class CheckedSchedules implements ScheduleRules {

    private static final ScheduleMessages MESSAGES = ScheduleMessages.MESSAGES;
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(36_525);
    private static final Duration LONGEST_JITTER = Duration.ofDays(1);

    @Override
    public void requireCron(String expression) {
        requireGiven(expression, "The expression");
        try {
            CronPattern.of(expression);
        } catch (IllegalArgumentException e) {
            throw MESSAGES.notCron(expression, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void requireInterval(Duration interval) {
        requireGiven(interval, "The interval");
        if (interval.compareTo(Recurrence.Every.SHORTEST) < 0
                || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw MESSAGES.notAnInterval(interval);
        }
    }

    @Override
    public void require(
            String expression,
            @Nullable ZoneId zone,
            @Nullable Instant from,
            @Nullable Instant until,
            Missed missed,
            Overlap overlap,
            Duration jitter) {
        requireGiven(expression, "The expression");
        requireExpression(expression);
        requireInRange(from);
        requireInRange(until);
        if (from != null && until != null && until.isBefore(from)) {
            throw MESSAGES.endsBeforeBegin(until, from);
        }
        requireGiven(missed, "The rule for missed instants");
        requireGiven(overlap, "The rule for overlaps");
        requireGiven(jitter, "The jitter");
        if (jitter.isNegative() || jitter.compareTo(LONGEST_JITTER) > 0) {
            throw MESSAGES.notAJitter(jitter);
        }
    }

    private void requireExpression(String expression) {
        if (!Timetable.isPace(expression)) {
            requireCron(expression);
            return;
        }
        try {
            requireInterval(Duration.parse(expression));
        } catch (DateTimeParseException e) {
            throw MESSAGES.notCron(expression, String.valueOf(e.getMessage()));
        }
    }

    private static void requireInRange(@Nullable Instant time) {
        if (time != null && !Years.have(time)) {
            throw MESSAGES.timeOutOfRange(time);
        }
    }

    private static void requireGiven(@Nullable Object value, String what) {
        if (value == null) {
            throw MESSAGES.isNull(what);
        }
    }
}
