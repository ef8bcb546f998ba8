package org.backgroundtasks.internal.cdi.discovery;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the container must not do with a {@code @Background} method by other annotations: call it
 * without our interceptor, move its body to another thread, or refuse the worker. Annotations that
 * a server may lack are known by name.
 */
final class ContainerRules {

    private static final RuleMessages MESSAGES = RuleMessages.MESSAGES;

    /** Jakarta's, MicroProfile's and SmallRye's; others are known as interceptor bindings. */
    private static final Set<String> ASYNCHRONOUS =
            Set.of(
                    "jakarta.ejb.Asynchronous",
                    "jakarta.enterprise.concurrent.Asynchronous",
                    "org.eclipse.microprofile.faulttolerance.Asynchronous",
                    "io.smallrye.faulttolerance.api.AsynchronousNonBlocking");

    private static final Set<String> NAMED_ASYNCHRONOUS = Set.of("Asynchronous", "Async");

    private static final Set<String> CALLED_BY_CONTAINER =
            Set.of(
                    "jakarta.annotation.PostConstruct",
                    "jakarta.annotation.PreDestroy",
                    "jakarta.inject.Inject",
                    "jakarta.enterprise.inject.Produces",
                    "jakarta.interceptor.AroundInvoke",
                    "jakarta.interceptor.AroundConstruct",
                    "jakarta.interceptor.AroundTimeout",
                    "jakarta.ejb.AfterBegin",
                    "jakarta.ejb.AfterCompletion",
                    "jakarta.ejb.BeforeCompletion",
                    "jakarta.ejb.PostActivate",
                    "jakarta.ejb.PrePassivate",
                    "jakarta.ejb.Schedule",
                    "jakarta.ejb.Schedules",
                    "jakarta.ejb.Timeout");

    private static final String DISPOSES = "jakarta.enterprise.inject.Disposes";

    private ContainerRules() {}

    static void check(BeanMethod bean, String name, Consumer<String> problems) {
        asynchronous(bean)
                .map(type -> MESSAGES.isAsynchronous(name, type.getSimpleName()))
                .ifPresent(problems);
        calledByContainer(bean.member())
                .map(type -> MESSAGES.calledByContainer(name, type.getSimpleName()))
                .ifPresent(problems);
        guard(bean).map(type -> MESSAGES.guarded(name, type.getSimpleName())).ifPresent(problems);
        if (bean.view().isEmpty()) {
            problems.accept(
                    MESSAGES.inNoView(
                            name,
                            bean.bean().getTypes().stream()
                                    .map(type -> type.getTypeName())
                                    .sorted()
                                    .collect(Collectors.joining(", "))));
        }
    }

    private static Optional<Class<? extends Annotation>> asynchronous(BeanMethod bean) {
        return Stream.concat(
                        bean.annotations().types(),
                        // A session bean's method has it from the class that declares it, too.
                        types(bean.method().getDeclaringClass()))
                .filter(ContainerRules::isAsynchronous)
                .findFirst();
    }

    private static boolean isAsynchronous(Class<? extends Annotation> type) {
        return ASYNCHRONOUS.contains(type.getName())
                || NAMED_ASYNCHRONOUS.contains(type.getSimpleName())
                        && type.isAnnotationPresent(InterceptorBinding.class);
    }

    private static Stream<Class<? extends Annotation>> types(AnnotatedElement element) {
        return Stream.of(element.getAnnotations()).map(Annotation::annotationType);
    }

    private static Optional<Class<? extends Annotation>> calledByContainer(
            AnnotatedMethod<?> member) {
        Stream<Annotation> ofParameters =
                member.getParameters().stream()
                        .flatMap(parameter -> parameter.getAnnotations().stream())
                        .filter(one -> one.annotationType().getName().equals(DISPOSES));
        Stream<Annotation> ofMethod =
                member.getAnnotations().stream()
                        .filter(
                                one ->
                                        CALLED_BY_CONTAINER.contains(
                                                one.annotationType().getName()));
        return Stream.concat(ofMethod, ofParameters)
                .<Class<? extends Annotation>>map(Annotation::annotationType)
                .findFirst();
    }

    /** What keeps nobody from calling the method: only session beans heed the class, too. */
    private static Optional<Class<? extends Annotation>> guard(BeanMethod bean) {
        AnnotatedElement method = bean.method();
        if (method.isAnnotationPresent(PermitAll.class)) {
            return Optional.empty();
        }
        if (!bean.isSessionBean() && isResource(bean)) {
            // Guarded for whoever comes over HTTP.
            return Optional.empty();
        }
        Stream<AnnotatedElement> elements =
                bean.isSessionBean()
                        ? Stream.of(method, bean.method().getDeclaringClass())
                        : Stream.of(method);
        return elements.flatMap(
                        element ->
                                List.of(DenyAll.class, RolesAllowed.class).stream()
                                        .filter(element::isAnnotationPresent))
                .<Class<? extends Annotation>>map(type -> type)
                .findFirst();
    }

    private static boolean isResource(BeanMethod bean) {
        return Stream.concat(types(bean.method()), types(bean.type()))
                .anyMatch(type -> type.getName().startsWith("jakarta.ws.rs."));
    }
}
