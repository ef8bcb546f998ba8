package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskDeploymentException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Discovers the {@code @Background} methods of a deployment, and fails it where they or the
 * configuration break a rule. It judges after bean discovery: later, the container itself would
 * have stopped at the first final class, and said less about it.
 */
public class BackgroundExtension implements Extension {

    private final List<BeanMethod> discovered = new ArrayList<>();
    private final Set<Method> abstractMethods = new LinkedHashSet<>();
    private @Nullable Deployment deployment;

    void bindInterceptor(@Observes ProcessAnnotatedType<BackgroundInterceptor> event) {
        // Added here, since an annotation that is for methods only cannot stand on the interceptor.
        event.configureAnnotatedType().add(BackgroundLiteral.INSTANCE);
    }

    void collect(@Observes ProcessManagedBean<?> event, BeanManager manager) {
        discovered.addAll(BeanMethod.of(event, manager));
        for (Class<?> type = event.getAnnotatedBeanClass().getJavaClass();
                type != null && type != Object.class;
                type = type.getSuperclass()) {
            collectAbstract(type);
            for (Class<?> contract : type.getInterfaces()) {
                collectAbstract(contract);
            }
        }
    }

    /**
     * CDI shows a bean's own methods only, and the annotation is not inherited by those that
     * implement.
     */
    private void collectAbstract(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isAbstract(method.getModifiers())
                    && method.isAnnotationPresent(Background.class)) {
                abstractMethods.add(method);
            }
        }
    }

    void judge(@Observes AfterBeanDiscovery event) {
        discovered.removeIf(found -> abstractMethods.contains(found.method()));
        List<String> early =
                abstractMethods.stream()
                        .map(
                                method ->
                                        RuleMessages.MESSAGES.isAbstract(
                                                method.getDeclaringClass().getName()
                                                        + "."
                                                        + method.getName()))
                        .toList();
        try {
            deployment = Deployment.of(discovered, ConfigProvider.getConfig(), early);
        } catch (TaskDeploymentException e) {
            event.addDefinitionError(e);
        }
        discovered.clear();
        abstractMethods.clear();
    }

    /** What was found; an extension is injected as a proxy, so everything goes through methods. */
    Deployment deployment() {
        if (deployment == null) {
            throw new IllegalStateException("asked before the deployment was judged");
        }
        return deployment;
    }
}
