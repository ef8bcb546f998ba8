package org.backgroundtasks.internal.cdi.discovery;

import jakarta.enterprise.inject.spi.SessionBeanType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Consumer;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.internal.codec.BindableTypes;

/** The rules for a single {@code @Background} method; each broken one is a coded message. */
public final class MethodRules {

    private static final RuleMessages MESSAGES = RuleMessages.MESSAGES;

    private MethodRules() {}

    public static void check(BeanMethod bean, Consumer<String> problems) {
        Method method = bean.method();
        String name = bean.description();
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers)) {
            problems.accept(MESSAGES.isPrivate(name));
        }
        if (Modifier.isStatic(modifiers)) {
            problems.accept(MESSAGES.isStatic(name));
        }
        if (Modifier.isFinal(modifiers)) {
            problems.accept(MESSAGES.isFinal(name));
        }
        if (method.getReturnType() != void.class) {
            problems.accept(MESSAGES.returns(name, method.getGenericReturnType().getTypeName()));
        }
        if (Modifier.isFinal(bean.type().getModifiers())) {
            problems.accept(MESSAGES.finalClass(name, bean.type().getName()));
        }
        checkParameters(bean.parameters(), name, problems);
        if (bean.member().isAnnotationPresent(Recurring.class) && !bean.parameters().isEmpty()) {
            problems.accept(MESSAGES.recurringParameters(name));
        }
        checkScope(bean, name, problems);
        ContainerRules.check(bean, name, problems);
        if (bean.isSessionBean()) {
            SessionBeanRules.check(bean, name, problems);
        }
    }

    private static void checkParameters(
            List<Type> parameters, String name, Consumer<String> problems) {
        for (int i = 0; i < parameters.size(); i++) {
            int position = i + 1;
            BindableTypes.problem(parameters.get(i))
                    .ifPresent(
                            reason -> problems.accept(MESSAGES.unbindable(position, name, reason)));
        }
    }

    private static void checkScope(BeanMethod bean, String name, Consumer<String> problems) {
        if (bean.isPassivating()) {
            problems.accept(MESSAGES.scope(name, bean.scope().getSimpleName()));
        }
        if (bean.kind() == SessionBeanType.STATEFUL) {
            problems.accept(MESSAGES.scope(name, "Stateful"));
        }
    }
}
