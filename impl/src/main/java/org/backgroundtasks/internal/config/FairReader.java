package org.backgroundtasks.internal.config;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.Fair;
import org.backgroundtasks.internal.key.KeyParameter;
import org.backgroundtasks.internal.key.KeyTemplate;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Resolves the member of a method's {@code @Fair}: configuration before annotation. */
public final class FairReader extends AnnotationReader {

    private static final String BY = "by";

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    public FairReader(Config config, List<String> problems) {
        super(config, problems, "Fair", Set.of(BY));
    }

    /**
     * Reads the template of a method's groups; null if it has none, or something is wrong, which is
     * noted.
     */
    public @Nullable KeyTemplate read(
            Class<?> beanClass,
            Method method,
            @Nullable Fair annotation,
            List<KeyParameter> parameters) {
        if (annotation == null) {
            return null;
        }
        return keys.of(beanClass, method)
                .find(BY, annotation.by(), text -> template(text, parameters))
                .orElse(null);
    }

    private static KeyTemplate template(String text, List<KeyParameter> parameters)
            throws Rule.Violation {
        if (text.isBlank()) {
            throw new Rule.Violation("it is empty, so that all tasks were in one group");
        }
        return UniqueReader.template(text, parameters);
    }
}
