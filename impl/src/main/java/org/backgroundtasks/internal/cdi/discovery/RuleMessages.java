package org.backgroundtasks.internal.cdi.discovery;

import java.lang.invoke.MethodHandles;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/**
 * Messages 300 to 399: what a deployment may not contain. Each names the method, the rule and the
 * repair.
 */
@MessageBundle(projectCode = "BGTASK", length = 6)
public interface RuleMessages {

    RuleMessages MESSAGES = Messages.bundle(MethodHandles.lookup(), RuleMessages.class);

    /** Repair: Repair each problem that is listed; each has a code of its own. */
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
                    "The @Background methods %s and %s have the same stored name '%s'; give one of them another @Background(name), or"
                            + " an alternative all qualifiers of the bean that it replaces")
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

    @Message(
            id = 311,
            value =
                    "@Background method %s is @%s, too, which moves the body to another thread, away from the transaction and"
                            + " the outcome of its task; remove that annotation: the call of a @Background method returns at"
                            + " once by itself")
    String isAsynchronous(String method, String annotation);

    @Message(
            id = 312,
            value =
                    "@Background method %s is annotated @%s, so the container calls it directly, and no task is stored; call a"
                            + " @Background method of another bean from it")
    String calledByContainer(String method, String annotation);

    @Message(
            id = 313,
            value =
                    "@Background method %s of a session bean is not public, and its container refuses to call it; make it"
                            + " public")
    String notPublic(String method);

    @Message(
            id = 314,
            value =
                    "@Background method %s cannot be called, since no type of its bean has it (%s); declare it in one of"
                            + " them")
    String inNoView(String method, String types);

    @Message(
            id = 315,
            value =
                    "@Background method %s is guarded by @%s, but a worker runs it as nobody, so each attempt would be"
                            + " refused; guard the method that calls it")
    String guarded(String method, String annotation);

    @Message(
            id = 316,
            value =
                    "@Background method %s of a @Singleton session bean takes the bean's write lock, so callers would wait"
                            + " until running bodies end; annotate it @Lock(LockType.READ), or the bean"
                            + " @ConcurrencyManagement(ConcurrencyManagementType.BEAN)")
    String writeLock(String method);

    @Message(
            id = 317,
            value =
                    "%s overrides the @Background method %s without that annotation, which is not inherited: a call runs here"
                            + " and now; annotate it, too, if calls are to be stored")
    String overridden(String method, String overridden);

    @Message(
            id = 318,
            value =
                    "%s makes a bean with the @Background method %s, but a task needs a bean that CDI makes itself: a call runs"
                            + " here and now, or fails if CDI intercepts it by an InterceptionFactory; give the class a scope,"
                            + " and no producer, if calls are to be stored")
    String produced(String producer, String method);

    @Message(
            id = 319,
            value =
                    "@Background method %s is in a class annotated @%s, and CDI does not intercept those; put the annotation on"
                            + " the method of the bean")
    String notABean(String method, String annotation);

    @Message(
            id = 320,
            value =
                    "%s has a @Background method and is no bean of this deployment: a call runs here and now; make it a bean, if"
                            + " calls are to be stored: with a scope such as @ApplicationScoped, and not as an inner class or"
                            + " without a constructor that CDI can call")
    String noBean(String type);

    @Message(
            id = 321,
            value =
                    "background-tasks-api is not where background-tasks is; in an EAR, put both into WEB-INF/lib of each"
                            + " WAR that has @Background methods, and neither into the EAR's lib")
    String apiElsewhere();

    @Message(
            id = 322,
            value =
                    "@Background method %s is not in the module that has Background Tasks; in an EAR, put background-tasks"
                            + " and the bean into one and the same WAR, and not into the EAR's lib")
    String beanElsewhere(String method);

    @Message(
            id = 323,
            value =
                    "There is no MicroProfile Config (%s), which Background Tasks needs; enable it on the server, as by"
                            + " mpConfig-3.1, which is in microProfile-7.0, on Open Liberty")
    String noConfig(String missing);

    @Message(
            id = 324,
            value =
                    "A class is missing (%s) that the types of a @Background method or of a parameter name; add it, or take it out"
                            + " of them")
    String classMissing(String missing);

    @Message(
            id = 325,
            value =
                    "background-tasks is in the lib of an EAR (%s), where no worker is; put it and background-tasks-api into"
                            + " WEB-INF/lib of each WAR that has @Background methods, with their beans")
    String libraryElsewhere(String place);

    @Message(
            id = 326,
            value =
                    "The @Background methods %s and %s would both run tasks that were stored as '%s' with these parameters; take"
                            + " that name out of the formerly of one of them")
    String sameEarlierName(String method, String other, String name);

    @Message(
            id = 327,
            value =
                    "%s is annotated @%s without @Background, so no task is ever stored for it; add @Background")
    String noBackground(String method, String annotation);

    @Message(
            id = 328,
            value =
                    "@Recurring method %s has parameters, and a schedule has no arguments for them; leave them out, or make the"
                            + " schedule by TaskSchedules.put")
    String recurringParameters(String method);

    @Message(
            id = 329,
            value =
                    "The methods of the tasks %s and %s declare schedules of the same key '%s'; give one of them another"
                            + " @Recurring(key)")
    String sameScheduleKey(String name, String other, String key);
}
