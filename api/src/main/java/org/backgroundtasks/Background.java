package org.backgroundtasks;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a background task: a call stores the method's name and its arguments
 * as a task and returns at once; a worker runs the method later.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Notifications {
 *     @Inject Users users;
 *
 *     @Background(schedule = 60)
 *     public void notifyUser(long userId) {
 *         users.find(userId).email("Here is a notification", "You have been notified");
 *     }
 * }
 * }</pre>
 *
 * <h2>The call</h2>
 *
 * <ul>
 *   <li>It joins the caller's JTA transaction: the task is stored if and only if that transaction
 *       commits. Without a transaction the call makes one of its own.
 *   <li>The arguments are written with JSON-B as they are at the time of the call. One that cannot
 *       be written, or is larger than {@code background-tasks.max-argument-size}, makes the call
 *       throw {@link TaskArgumentException}, and nothing is stored.
 *   <li>As with every interceptor of CDI, <strong>a call on {@code this} is not
 *       intercepted</strong>: it runs the method there and then. Inject the bean, or go through
 *       {@link TaskScheduler} with an injected reference.
 * </ul>
 *
 * <h2>The run</h2>
 *
 * <ul>
 *   <li>It happens on a managed thread of the application, with an active request context, on a
 *       bean instance that CDI provides as for any other call. The method's other interceptors
 *       ({@code @Transactional}, bean validation, the application's own) apply to the run, not to
 *       the call.
 *   <li>By default the run and the mark that it is done commit in one JTA transaction: what the
 *       method does to the database happens exactly once. What it does elsewhere (a mail, a remote
 *       call) happens at least once, so make that repeatable.
 *   <li>A method marked {@code @Transactional} with {@code NOT_SUPPORTED}, {@code NEVER} or {@code
 *       REQUIRES_NEW} does not share that transaction: all of it is at-least-once.
 *   <li>When the method throws, its transaction is rolled back and it is attempted again after a
 *       growing delay, until {@link #maxAttempts()}, or not at all for the exceptions of {@link
 *       #abortOn()}.
 *   <li>A {@code @Background} method called from a running task is enqueued, as from anywhere else.
 * </ul>
 *
 * <h2>Where it may stand</h2>
 *
 * On a method that returns {@code void} and is neither private, static, final nor abstract, of a
 * bean with a scope that exists at the time of the run (application, request, dependent, a custom
 * one; a stateless or singleton session bean). Parameters are primitives and their wrappers, {@code
 * String}, enums, {@code UUID}, {@code URI}, {@code BigDecimal}, {@code BigInteger}, {@code Date},
 * {@code java.time}, public records and beans, and lists, sets, maps and arrays of these. Anything
 * else fails the deployment with a message that names the method, the rule and the repair. A class
 * that is no bean is not seen by CDI, and the annotation has no effect there.
 *
 * <h2>Configuration</h2>
 *
 * Each member can be overridden in MicroProfile Config by {@code
 * <class>/<method>/Background/<member>}, for example {@code
 * com.acme.Notifications/notifyUser/Background/schedule=120}. A call through {@link TaskScheduler}
 * overrides both, for the time, the queue and the priority.
 */
@InterceptorBinding
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Background {

    /**
     * The stored name of the task, unique in the application. Rows in the database are matched to
     * methods by it, so give one where the class or the method may be renamed.
     *
     * @return the name, at most 500 characters; empty for {@code fully.qualified.Class.method}
     */
    @Nonbinding
    String name() default "";

    /**
     * Earlier stored names of the method. Tasks that were stored under one of them run here, as
     * long as their parameters are those of the method. New tasks are stored under {@link #name()}.
     *
     * <p>Without it, tasks of an earlier name wait for a node that has it. While an earlier version
     * of the application still runs beside this one, new tasks wait for a node of this version.
     *
     * @return names of at most 500 characters; none by default
     */
    @Nonbinding
    String[] formerly() default {};

    /**
     * The delay between the call and the time when the task is due, for a call that gives no time.
     *
     * @return seconds, zero (at once) or more
     */
    @Nonbinding
    long schedule() default 0;

    /**
     * The queue that the task waits in. Each queue has its own {@code concurrency} on each node, so
     * slow work in one does not hold up another. A queue comes into being by being named.
     *
     * @return one to 100 characters
     */
    @Nonbinding
    String queue() default "default";

    /**
     * The order within the queue. Of the tasks that are due, the one with the highest priority goes
     * first. Among equals, the one goes first that has been due for longest. A worker claims short
     * tasks some 50 milliseconds ahead: what is stored meanwhile waits behind those, whatever its
     * priority.
     *
     * @return any number; higher goes first
     */
    @Nonbinding
    int priority() default 0;

    /**
     * How many times the task is attempted before it is FAILED. One that loses its worker {@code
     * background-tasks.max-losses} times is FAILED earlier.
     *
     * @return one or more; zero for the value of {@code background-tasks.max-attempts} (25)
     */
    @Nonbinding
    int maxAttempts() default 0;

    /**
     * How long the task waits before each further attempt: the first delay after the first failed
     * attempt, and so on. The last one repeats. Each is moved up or down by {@code
     * background-tasks.backoff.jitter}.
     *
     * <pre>{@code
     * @Background(backoff = {"PT10S", "PT1M", "PT10M"})
     * }</pre>
     *
     * @return durations in ISO-8601, from zero to 365 days; none for {@code
     *     background-tasks.backoff}
     */
    @Nonbinding
    String[] backoff() default {};

    /**
     * Exceptions that end the task as FAILED at once, since another attempt could not do better.
     * Subclasses count, and so does a cause: an exception that a container wrapped is still found.
     *
     * @return the exception types, none by default
     */
    @Nonbinding
    Class<? extends Throwable>[] abortOn() default {};

    /**
     * How long one attempt may take. When the time is over, the thread is interrupted and {@link
     * TaskContext#isCancelled()} turns true. The attempt has failed with a {@link
     * TaskTimeoutException}, and its transaction is rolled back, also if the method returns. A
     * method that ignores the interrupt keeps its thread until it returns.
     *
     * <p>A method that shares the worker's transaction also has to keep to the server's transaction
     * timeout.
     *
     * @return seconds; zero for no limit of its own
     */
    @Nonbinding
    long timeout() default 0;

    /**
     * How many tasks of this method may share one transaction. A commit is most of what a short
     * task costs, so many short tasks are done several times faster.
     *
     * <ul>
     *   <li>A worker takes the tasks that wait. It does not wait for more.
     *   <li>If one fails, all are rolled back. Each then runs again in a transaction of its own, in
     *       the same attempt. What a body does outside of the database may happen twice.
     *   <li>All of them together have to keep to the server's transaction timeout.
     *   <li>It has no effect on a method that does not share the worker's transaction.
     *   <li>A worker claims at most 50 tasks for each thread at once. A larger number leaves
     *       threads idle.
     * </ul>
     *
     * @return one to 10,000
     */
    @Nonbinding
    int batch() default 1;
}
