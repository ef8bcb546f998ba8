package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import jakarta.enterprise.inject.spi.SessionBeanType;
import jakarta.transaction.Transactional;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.Background;

/**
 * A {@code @Background} method of a bean, as CDI has found it.
 *
 * @param type the class of the bean, which may have inherited the method
 */
record BeanMethod(
        Bean<?> bean,
        Class<?> type,
        Method method,
        Background annotation,
        Transactional.TxType transaction,
        boolean isSessionBean,
        boolean isStateful,
        boolean isPassivating) {

    private static final Set<Transactional.TxType> APART =
            Set.of(
                    Transactional.TxType.REQUIRES_NEW,
                    Transactional.TxType.NOT_SUPPORTED,
                    Transactional.TxType.NEVER);

    /** The {@code @Background} methods of a bean that was processed. */
    static List<BeanMethod> of(ProcessManagedBean<?> event, BeanManager manager) {
        Class<?> type = event.getAnnotatedBeanClass().getJavaClass();
        ProcessSessionBean<?> session = event instanceof ProcessSessionBean<?> bean ? bean : null;
        return event.getAnnotatedBeanClass().getMethods().stream()
                .filter(method -> method.isAnnotationPresent(Background.class))
                // The compiler copies annotations to the bridges that it makes.
                .filter(method -> !method.getJavaMember().isBridge())
                .map(
                        method ->
                                new BeanMethod(
                                        event.getBean(),
                                        type,
                                        method.getJavaMember(),
                                        method.getAnnotation(Background.class),
                                        transaction(method, event),
                                        session != null,
                                        session != null
                                                && session.getSessionBeanType()
                                                        == SessionBeanType.STATEFUL,
                                        manager.isPassivatingScope(event.getBean().getScope())))
                .toList();
    }

    private static Transactional.TxType transaction(
            AnnotatedMethod<?> method, ProcessManagedBean<?> event) {
        return Optional.ofNullable(method.getAnnotation(Transactional.class))
                .or(
                        () ->
                                Optional.ofNullable(
                                        event.getAnnotatedBeanClass()
                                                .getAnnotation(Transactional.class)))
                .map(Transactional::value)
                .orElse(Transactional.TxType.REQUIRED);
    }

    /** Whether a body runs in the transaction that its caller has begun. */
    boolean sharesTransaction() {
        return !APART.contains(transaction);
    }

    Class<? extends Annotation> scope() {
        return bean.getScope();
    }

    List<Type> parameters() {
        return List.of(method.getGenericParameterTypes());
    }

    /** The method as messages name it. */
    String description() {
        return "%s.%s(%s)"
                .formatted(
                        type.getName(),
                        method.getName(),
                        Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", ")));
    }
}
