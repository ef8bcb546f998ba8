package org.backgroundtasks.internal.cdi;

import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
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
        TransactionManagement management = bean.type().getAnnotation(TransactionManagement.class);
        if (management != null && management.value() == TransactionManagementType.BEAN) {
            problems.accept(
                    RuleMessages.MESSAGES.sessionBeanTransaction(
                            name, "bean-managed transactions"));
        }
        Optional.ofNullable(bean.method().getAnnotation(TransactionAttribute.class))
                .or(
                        () ->
                                Optional.ofNullable(
                                        bean.method()
                                                .getDeclaringClass()
                                                .getAnnotation(TransactionAttribute.class)))
                .map(TransactionAttribute::value)
                .filter(OWN_TRANSACTION::contains)
                .ifPresent(
                        attribute ->
                                problems.accept(
                                        RuleMessages.MESSAGES.sessionBeanTransaction(
                                                name, "the transaction attribute " + attribute)));
    }
}
