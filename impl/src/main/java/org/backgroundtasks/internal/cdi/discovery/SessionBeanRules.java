package org.backgroundtasks.internal.cdi.discovery;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.spi.SessionBeanType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is asked of the method of a session bean beside the {@link MethodRules}. A server without
 * EJB cannot load this class, and has no need to.
 */
final class SessionBeanRules {

    private static final Set<TransactionAttributeType> OWN_TRANSACTION =
            Set.of(
                    TransactionAttributeType.REQUIRES_NEW,
                    TransactionAttributeType.NOT_SUPPORTED,
                    TransactionAttributeType.NEVER);

    private SessionBeanRules() {}

    static void check(BeanMethod bean, String name, Consumer<String> problems) {
        if (!Modifier.isPublic(bean.method().getModifiers())) {
            problems.accept(RuleMessages.MESSAGES.notPublic(name));
        }
        if (bean.kind() == SessionBeanType.SINGLETON && takesWriteLock(bean)) {
            problems.accept(RuleMessages.MESSAGES.writeLock(name));
        }
        checkTransaction(bean, name, problems);
    }

    private static boolean takesWriteLock(BeanMethod bean) {
        ConcurrencyManagement management = bean.type().getAnnotation(ConcurrencyManagement.class);
        if (management != null && management.value() == ConcurrencyManagementType.BEAN) {
            return false;
        }
        return find(bean, Lock.class).map(Lock::value).orElse(LockType.WRITE) == LockType.WRITE;
    }

    /** Of the method, or else of the class that declares it. */
    private static <A extends Annotation> Optional<A> find(BeanMethod bean, Class<A> type) {
        return Optional.ofNullable(bean.method().getAnnotation(type))
                .or(
                        () ->
                                Optional.ofNullable(
                                        bean.method().getDeclaringClass().getAnnotation(type)));
    }

    private static void checkTransaction(BeanMethod bean, String name, Consumer<String> problems) {
        TransactionManagement management = bean.type().getAnnotation(TransactionManagement.class);
        if (management != null && management.value() == TransactionManagementType.BEAN) {
            problems.accept(
                    RuleMessages.MESSAGES.sessionBeanTransaction(
                            name, "bean-managed transactions"));
        }
        find(bean, TransactionAttribute.class)
                .map(TransactionAttribute::value)
                .filter(OWN_TRANSACTION::contains)
                .ifPresent(
                        attribute ->
                                problems.accept(
                                        RuleMessages.MESSAGES.sessionBeanTransaction(
                                                name, "the transaction attribute " + attribute)));
    }
}
