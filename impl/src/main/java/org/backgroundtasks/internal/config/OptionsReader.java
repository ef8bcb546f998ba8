package org.backgroundtasks.internal.config;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.backgroundtasks.Background;
import org.backgroundtasks.internal.task.TaskOptions;
import org.eclipse.microprofile.config.Config;

/**
 * Resolves the members of a method's {@code @Background}: configuration before annotation, by keys
 * of the form {@code <class>/<method>/Background/<member>}, as MicroProfile Fault Tolerance has
 * them.
 *
 * @see <a
 *     href="https://download.eclipse.org/microprofile/microprofile-fault-tolerance-4.0/microprofile-fault-tolerance-spec-4.0.html#configuration">MicroProfile
 *     Fault Tolerance, Configuration</a>
 */
public final class OptionsReader {

    private static final Set<String> MEMBERS =
            new TreeSet<>(
                    List.of(
                            "name",
                            "formerly",
                            "schedule",
                            "queue",
                            "priority",
                            "maxAttempts",
                            "backoff",
                            "abortOn",
                            "timeout",
                            "batch"));

    private static final long LONGEST_SECONDS = 100L * 365 * 24 * 60 * 60;

    private static final String SECTION = "/Background/";

    private final ConfigValues values;
    private final Settings settings;
    private final Set<String> prefixes = new HashSet<>();

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    public OptionsReader(Config config, Settings settings, List<String> problems) {
        this.values = new ConfigValues(config, problems);
        this.settings = settings;
    }

    public TaskOptions read(Class<?> beanClass, Method method, Background annotation) {
        String prefix = beanClass.getName() + "/" + method.getName() + SECTION;
        prefixes.add(prefix);
        for (String key : values.names()) {
            if (key.startsWith(prefix) && !MEMBERS.contains(key.substring(prefix.length()))) {
                values.problem(
                        ConfigMessages.MESSAGES.unknownMember(key, String.join(", ", MEMBERS)));
            }
        }
        String defaultName = beanClass.getName() + "." + method.getName();
        Members members = new Members(defaultName, prefix);
        String declaredName = annotation.name().isEmpty() ? defaultName : annotation.name();
        int maxAttempts =
                members.get(
                        "maxAttempts",
                        String.valueOf(annotation.maxAttempts()),
                        Rule.whole(0, Integer.MAX_VALUE),
                        0);
        return new TaskOptions(
                members.get("name", declaredName, Rule.TASK_NAME, defaultName),
                members.list("formerly", annotation.formerly(), Rule.TASK_NAME),
                members.seconds("schedule", annotation.schedule()),
                members.get("queue", annotation.queue(), Rule.QUEUE, "default"),
                members.get(
                        "priority",
                        String.valueOf(annotation.priority()),
                        Rule.whole(Integer.MIN_VALUE, Integer.MAX_VALUE),
                        0),
                maxAttempts == 0 ? settings.maxAttempts() : maxAttempts,
                members.list("backoff", annotation.backoff(), Rule.BACKOFF_STEP),
                abortOn(prefix, annotation, beanClass.getClassLoader()),
                members.seconds("timeout", annotation.timeout()),
                members.get("batch", String.valueOf(annotation.batch()), Rule.whole(1, 10_000), 1));
    }

    /**
     * Keys in the form of an override whose method was not read. They may be another application's,
     * so they are no error.
     */
    public List<String> strayKeys() {
        return unreadKeys().filter(key -> !isOfKnownClass(key)).toList();
    }

    /** Notes a problem for each override of a class that was read whose method was not. */
    public void checkMethods() {
        unreadKeys()
                .filter(this::isOfKnownClass)
                .forEach(key -> values.problem(ConfigMessages.MESSAGES.unknownMethod(key)));
    }

    private boolean isOfKnownClass(String key) {
        String ofClass = key.substring(0, key.indexOf('/') + 1);
        return prefixes.stream().anyMatch(prefix -> prefix.startsWith(ofClass));
    }

    private Stream<String> unreadKeys() {
        return StreamSupport.stream(values.names().spliterator(), false)
                .filter(key -> key.contains(SECTION))
                .filter(
                        key ->
                                !prefixes.contains(
                                        key.substring(0, key.indexOf(SECTION) + SECTION.length())))
                .sorted();
    }

    private List<Class<? extends Throwable>> abortOn(
            String prefix, Background annotation, ClassLoader loader) {
        return values.find(
                        prefix + "abortOn",
                        Rule.<Class<? extends Throwable>>listOf(name -> throwable(name, loader)))
                .orElseGet(() -> List.of(annotation.abortOn()));
    }

    /** By the loader of the bean: in an EAR, that of the thread does not see the WAR's classes. */
    private static Class<? extends Throwable> throwable(String name, ClassLoader loader)
            throws Rule.Violation {
        try {
            return Class.forName(name, false, loader).asSubclass(Throwable.class);
        } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
            throw new Rule.Violation("'" + name + "' is no exception class of this application");
        }
    }

    /** The members of one method. */
    private final class Members {

        private final String method;
        private final String prefix;

        Members(String method, String prefix) {
            this.method = method;
            this.prefix = prefix;
        }

        Duration seconds(String member, long declared) {
            return Duration.ofSeconds(
                    get(member, String.valueOf(declared), Rule.seconds(0, LONGEST_SECONDS), 0L));
        }

        /**
         * The configured values, or else the declared ones, or else, with a problem noted, those of
         * them that are right.
         */
        <T> List<T> list(String member, String[] declared, Rule<T> rule) {
            String key = prefix + member;
            return values.text(key).isPresent()
                    ? values.find(key, Rule.listOf(rule)).orElse(List.of())
                    : Stream.of(declared)
                            .flatMap(one -> declared(member, one, rule).stream())
                            .toList();
        }

        /**
         * The configured value, or else the declared one, or else, with a problem noted, a harmless
         * one.
         */
        <T> T get(String member, String declared, Rule<T> rule, T harmless) {
            String key = prefix + member;
            Optional<T> value =
                    values.text(key).isPresent()
                            ? values.find(key, rule)
                            : declared(member, declared, rule);
            return value.orElse(harmless);
        }

        private <T> Optional<T> declared(String member, String text, Rule<T> rule) {
            try {
                return Optional.of(rule.read(text));
            } catch (Rule.Violation violation) {
                values.problem(
                        ConfigMessages.MESSAGES.wrongMember(
                                member, text, method, violation.expectation(), prefix + member));
                return Optional.empty();
            }
        }
    }
}
