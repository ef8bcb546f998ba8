package org.backgroundtasks.internal.config;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.backgroundtasks.Background;
import org.backgroundtasks.internal.task.TaskOptions;
import org.eclipse.microprofile.config.Config;

/**
 * Resolves the members of a method's {@code @Background}: configuration before annotation, by keys
 * of the form {@code <class>/<method>/Background/<member>}.
 */
public final class OptionsReader extends AnnotationReader {

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

    private final Settings settings;

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    public OptionsReader(Config config, Settings settings, List<String> problems) {
        super(config, problems, "Background", MEMBERS);
        this.settings = settings;
    }

    public TaskOptions read(Class<?> beanClass, Method method, Background annotation) {
        Members members = keys.of(beanClass, method);
        String defaultName = members.method();
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
                abortOn(members, annotation, beanClass.getClassLoader()),
                members.seconds("timeout", annotation.timeout()),
                members.get("batch", String.valueOf(annotation.batch()), Rule.whole(1, 10_000), 1));
    }

    private List<Class<? extends Throwable>> abortOn(
            Members members, Background annotation, ClassLoader loader) {
        return values.find(
                        members.key("abortOn"),
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
}
