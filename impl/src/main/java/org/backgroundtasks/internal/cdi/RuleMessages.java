package org.backgroundtasks.internal.cdi;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/**
 * Messages 300 to 399: what a deployment may not contain. Each names the method, the rule and the
 * repair.
 */
@MessageBundle(projectCode = "BGTASK", length = 6)
interface RuleMessages {

    RuleMessages MESSAGES = Messages.getBundle(MethodHandles.lookup(), RuleMessages.class);

    @Message(
            id = 300,
            value = "This deployment cannot use Background Tasks as it is; %d problem(s):")
    String summary(int problems);

    @Message(
            id = 301,
            value =
                    "@Background method %s is private, and CDI does not intercept it; make it public or package-private")
    String isPrivate(String method);

    @Message(
            id = 302,
            value =
                    "@Background method %s is static, and CDI does not intercept it; make it an instance method")
    String isStatic(String method);

    @Message(
            id = 303,
            value = "@Background method %s is final, and CDI cannot intercept it; remove 'final'")
    String isFinal(String method);

    @Message(
            id = 304,
            value =
                    "@Background method %s is abstract or an interface's own; put the annotation on the method that implements it, in the bean")
    String isAbstract(String method);

    @Message(
            id = 305,
            value =
                    "@Background method %s returns %s, but a call returns before the method runs; return 'void' and"
                            + " store what the method finds out")
    String returns(String method, String type);

    @Message(
            id = 306,
            value =
                    "The @Background methods %s and %s have the same stored name '%s'; give one of them another @Background(name)")
    String sameName(String method, String other, String name);

    @Message(
            id = 307,
            value =
                    "Parameter %d of @Background method %s cannot be bound back from JSON: %s; declare a concrete type,"
                            + " such as an id, a record or a list of them")
    String unbindable(int position, String method, String reason);

    @Message(
            id = 308,
            value =
                    "@Background method %s is in a final class, which CDI cannot intercept; remove 'final' from %s")
    String finalClass(String method, String type);

    @Message(
            id = 309,
            value =
                    "@Background method %s is in a bean of scope @%s, which does not exist when a worker runs it; move it"
                            + " to an @ApplicationScoped bean and pass what it needs as arguments")
    String scope(String method, String scope);

    @Message(
            id = 310,
            value =
                    "@Background method %s of a session bean has %s, so a call would not take part in the caller's"
                            + " transaction; move it to a CDI bean that calls the session bean")
    String sessionBeanTransaction(String method, String attribute);
}
