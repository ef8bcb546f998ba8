package org.backgroundtasks.internal.config;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.Limit;
import org.backgroundtasks.internal.key.KeyParameter;
import org.backgroundtasks.internal.key.KeyTemplate;
import org.backgroundtasks.internal.key.LaneRule;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.TaskOptions;
import org.eclipse.microprofile.config.Config;

/** Resolves the members of a method's {@code @Limit}s: configuration before annotation. */
public final class LimitReader extends AnnotationReader {

    private static final Set<String> MEMBERS = Set.of("key", "concurrency", "rate", "per");
    private static final long LONGEST_PER = 365L * 24 * 60 * 60;

    private final Map<String, Declared> byKey = new HashMap<>();

    /** A limit, and where it was found first. */
    private record Declared(LimitRule rule, String method) {}

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    public LimitReader(Config config, List<String> problems) {
        super(config, problems, "Limit", MEMBERS);
    }

    /** Reads the rule of a method; where something is wrong, a problem is noted. */
    public LaneRule read(
            Class<?> beanClass,
            Method method,
            List<Limit> annotations,
            TaskOptions options,
            List<KeyParameter> parameters) {
        if (annotations.isEmpty()) {
            return LaneRule.NONE;
        }
        Members members = keys.of(beanClass, method);
        checkTogether(members, annotations, options);
        List<LimitRule> rules = new ArrayList<>();
        List<KeyTemplate> templates = new ArrayList<>();
        Set<String> own = new HashSet<>();
        for (Limit annotation : annotations) {
            LimitRule rule = rule(members, annotation, options);
            Optional<KeyTemplate> template =
                    members.find(
                            "key",
                            rule.template(),
                            text -> UniqueReader.template(text, parameters));
            if (template.isPresent()) {
                rules.add(rule);
                templates.add(template.get());
            }
            if (!own.add(rule.template())) {
                values.problem(
                        ConfigMessages.MESSAGES.sameLimit(members.method(), rule.template()));
            }
            if (rule.concurrency() == 0 && rule.rate() == 0) {
                values.problem(ConfigMessages.MESSAGES.limitOfNothing(members.method()));
            }
        }
        return new LaneRule(null, rules, templates);
    }

    private void checkTogether(Members members, List<Limit> annotations, TaskOptions options) {
        if (annotations.size() > LimitRule.MOST) {
            values.problem(
                    ConfigMessages.MESSAGES.tooManyLimits(
                            members.method(), annotations.size(), LimitRule.MOST));
        }
        if (options.batch() > 1) {
            values.problem(ConfigMessages.MESSAGES.limitOfBatch(members.method(), options.batch()));
        }
    }

    private LimitRule rule(Members members, Limit annotation, TaskOptions options) {
        String key = annotation.key().isEmpty() ? options.name() : annotation.key();
        Rule<Integer> number = Rule.whole(0, Integer.MAX_VALUE);
        return new LimitRule(
                members.get("key", key, text -> text, key),
                members.get("concurrency", String.valueOf(annotation.concurrency()), number, 0),
                members.get("rate", String.valueOf(annotation.rate()), number, 0),
                Duration.ofSeconds(
                        members.get(
                                "per",
                                String.valueOf(annotation.per()),
                                Rule.seconds(1, LONGEST_PER),
                                1L)));
    }

    /** Notes a problem for each limit that another method has with other numbers. */
    public void checkShared(String method, LaneRule lanes) {
        for (LimitRule rule : lanes.limits()) {
            Declared other =
                    byKey.putIfAbsent(
                            rule.template().replaceAll("\\{[^}]*}", "{}"),
                            new Declared(rule, method));
            if (other != null && !other.rule().hasNumbersOf(rule)) {
                values.problem(
                        ConfigMessages.MESSAGES.otherNumbers(
                                other.method(), method, rule.template()));
            }
        }
    }
}
