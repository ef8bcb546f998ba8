package org.backgroundtasks.internal.config;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.Unique;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.key.KeyParameter;
import org.backgroundtasks.internal.key.KeyTemplate;
import org.backgroundtasks.internal.key.KeyTemplateException;
import org.backgroundtasks.internal.key.UniqueRule;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Resolves the members of a method's {@code @Unique}: configuration before annotation. */
public final class UniqueReader extends AnnotationReader {

    private static final Set<String> MEMBERS = Set.of("key", "onConflict", "until", "period");

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    public UniqueReader(Config config, List<String> problems) {
        super(config, problems, "Unique", MEMBERS);
    }

    /** Reads the rule of a method; where something is wrong, a problem is noted. */
    public UniqueRule read(
            Class<?> beanClass,
            Method method,
            @Nullable Unique annotation,
            List<KeyParameter> parameters) {
        if (annotation == null) {
            return UniqueRule.undeclared(parameters);
        }
        Members members = keys.of(beanClass, method);
        UniqueRule rule =
                UniqueRule.declared(
                        template(members, annotation, parameters),
                        members.get(
                                "onConflict",
                                annotation.onConflict().name(),
                                Rule.oneOf(OnConflict.class),
                                OnConflict.KEEP),
                        members.get(
                                "until",
                                annotation.until().name(),
                                Rule.oneOf(Until.class),
                                Until.ENDED),
                        members.seconds("period", annotation.period()),
                        parameters);
        boolean isOfAll = annotation.key().isEmpty() && !members.isConfigured("key");
        if (isOfAll && rule.withoutOrder() != null) {
            values.problem(
                    ConfigMessages.MESSAGES.keyWithoutOrder(
                            members.method(), rule.withoutOrder().getTypeName()));
        }
        return rule;
    }

    private static @Nullable KeyTemplate template(
            Members members, Unique annotation, List<KeyParameter> parameters) {
        if (annotation.key().isEmpty() && !members.isConfigured("key")) {
            return null;
        }
        return members.find("key", annotation.key(), text -> template(text, parameters))
                .orElse(null);
    }

    static KeyTemplate template(String text, List<KeyParameter> parameters) throws Rule.Violation {
        try {
            return KeyTemplate.of(text, parameters);
        } catch (KeyTemplateException e) {
            throw new Rule.Violation("it " + e.reason());
        }
    }
}
