package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskDeploymentException;
import org.backgroundtasks.event.TaskEvent;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Discovers the {@code @Background} methods of a deployment, and fails it where they or the
 * configuration break a rule. It judges after bean discovery: later, the container itself would
 * have stopped at the first final class, and said less about it.
 */
public class BackgroundExtension implements Extension {

    /** The qualifiers of an event that was fired without one. */
    private static final Set<Annotation> ANY =
            Set.of(Any.Literal.INSTANCE, Default.Literal.INSTANCE);

    private static final List<Class<?>> EVENTS = List.of(TaskEvent.class.getPermittedSubclasses());

    private final List<BeanMethod> discovered = new ArrayList<>();
    private final Set<Method> uncallable = new LinkedHashSet<>();
    private final Set<Class<?>> observed = ConcurrentHashMap.newKeySet();
    private @Nullable Deployment deployment;

    void bindInterceptor(@Observes ProcessAnnotatedType<BackgroundInterceptor> event) {
        // Added here, since an annotation that is for methods only cannot stand on the interceptor.
        event.configureAnnotatedType().add(BackgroundLiteral.INSTANCE);
    }

    void collect(@Observes ProcessManagedBean<?> event, BeanManager manager) {
        discovered.addAll(BeanMethod.of(event, manager));
        collectUncallable(event.getAnnotatedBeanClass().getJavaClass());
    }

    /**
     * What CDI does not show: methods of classes and interfaces above the bean, which are abstract
     * or an interface's own. The annotation is not inherited by what implements them.
     */
    private void collectUncallable(@Nullable Class<?> type) {
        if (type == null || type == Object.class) {
            return;
        }
        for (Method method : type.getDeclaredMethods()) {
            boolean isUncallable = type.isInterface() || Modifier.isAbstract(method.getModifiers());
            if (isUncallable && method.isAnnotationPresent(Background.class)) {
                uncallable.add(method);
            }
        }
        collectUncallable(type.getSuperclass());
        for (Class<?> contract : type.getInterfaces()) {
            collectUncallable(contract);
        }
    }

    /** Knowing who listens, the worker spares itself what nobody would hear. */
    void collectObserved(@Observes ProcessObserverMethod<?, ?> event) {
        ObserverMethod<?> observer = event.getObserverMethod();
        if (!observer.isAsync() && ANY.containsAll(observer.getObservedQualifiers())) {
            Class<?> type = rawType(observer.getObservedType());
            if (EVENTS.stream().anyMatch(type::isAssignableFrom)) {
                observed.add(type);
            }
        }
    }

    void judge(@Observes AfterBeanDiscovery event) {
        discovered.removeIf(found -> uncallable.contains(found.method()));
        List<String> early =
                uncallable.stream()
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
        uncallable.clear();
    }

    private static Class<?> rawType(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    /** Whether some observer would be told of an event of this type. */
    boolean isObserved(Class<?> type) {
        return observed.stream().anyMatch(one -> one.isAssignableFrom(type));
    }

    /** What was found; an extension is injected as a proxy, so everything goes through methods. */
    Deployment deployment() {
        if (deployment == null) {
            throw new IllegalStateException("asked before the deployment was judged");
        }
        return deployment;
    }
}
