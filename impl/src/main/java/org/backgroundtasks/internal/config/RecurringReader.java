package org.backgroundtasks.internal.config;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Signature;
import org.backgroundtasks.internal.task.TaskOptions;
import org.eclipse.microprofile.config.Config;

/** Resolves the members of a method's {@code @Recurring}: configuration before annotation. */
public final class RecurringReader extends AnnotationReader {

    private static final Set<String> MEMBERS =
            Set.of("cron", "every", "zone", "missed", "overlap", "jitter", "key");

    /** In place of an expression: no schedule. */
    private static final String OFF = "-";

    private static final long LONGEST_JITTER = 24 * 60 * 60;
    private static final Rule<String> TEXT = text -> text;

    private final ZoneId zone;

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    public RecurringReader(Config config, Settings settings, List<String> problems) {
        super(config, problems, "Recurring", MEMBERS);
        this.zone = settings.zone();
    }

    /**
     * Reads the schedule of a method.
     *
     * @return empty if it is switched off, or wrong, with a problem noted
     */
    public Optional<DeclaredSchedule> read(
            Class<?> beanClass, Method method, Recurring annotation, TaskOptions options) {
        Members members = keys.of(beanClass, method);
        String key = annotation.key().isEmpty() ? options.name() : annotation.key();
        String keyHere = members.get("key", key, Rule.SCHEDULE_KEY, options.name());
        ZoneId zoneHere =
                annotation.zone().isEmpty() && !members.isConfigured("zone")
                        ? zone
                        : members.get("zone", annotation.zone(), Rule.ZONE, zone);
        Missed missed =
                members.get(
                        "missed",
                        annotation.missed().name(),
                        Rule.oneOf(Missed.class),
                        Missed.ONCE);
        Overlap overlap =
                members.get(
                        "overlap",
                        annotation.overlap().name(),
                        Rule.oneOf(Overlap.class),
                        Overlap.SKIP);
        Duration jitter = members.seconds("jitter", annotation.jitter(), LONGEST_JITTER);
        return expression(members, annotation)
                .map(
                        schedule ->
                                schedule.zone(zoneHere)
                                        .missed(missed)
                                        .overlap(overlap)
                                        .jitter(jitter))
                .map(schedule -> new DeclaredSchedule(keyHere, call(options), schedule));
    }

    private Optional<Schedule> expression(Members members, Recurring annotation) {
        boolean isCronConfigured = members.isConfigured("cron");
        boolean isEveryConfigured = members.isConfigured("every");
        // What is configured comes in the place of what is declared, whichever of both that is.
        boolean isAnyConfigured = isCronConfigured || isEveryConfigured;
        String cron = isAnyConfigured ? "" : annotation.cron();
        String every = isAnyConfigured ? "" : annotation.every();
        boolean hasCron = isCronConfigured || !cron.isEmpty();
        boolean hasEvery = isEveryConfigured || !every.isEmpty();
        if (hasCron == hasEvery) {
            values.problem(
                    hasCron
                            ? ConfigMessages.MESSAGES.cronAndEvery(members.method())
                            : ConfigMessages.MESSAGES.noCron(members.method()));
            return Optional.empty();
        }
        String member = hasCron ? "cron" : "every";
        if (members.find(member, hasCron ? cron : every, TEXT).filter(OFF::equals).isPresent()) {
            return Optional.empty();
        }
        return hasCron
                ? members.find(member, cron, text -> schedule(() -> Schedule.cron(text)))
                : members.find(member, every, RecurringReader::pace);
    }

    private static Schedule pace(String text) throws Rule.Violation {
        Duration interval =
                Rule.duration(Duration.ofSeconds(1), Duration.ofDays(36_525)).read(text);
        return schedule(() -> Schedule.every(interval));
    }

    private static Schedule schedule(Supplier<Schedule> made) throws Rule.Violation {
        try {
            return made.get();
        } catch (TaskCallException e) {
            throw new Rule.Violation(String.valueOf(e.getMessage()));
        }
    }

    private static ScheduledCall call(TaskOptions options) {
        return ScheduledCall.of(
                new Invocation(options.name(), Signature.of(options.name(), List.of()), "[]"),
                options,
                null);
    }
}
