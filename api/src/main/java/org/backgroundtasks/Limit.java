package org.backgroundtasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how many tasks of a {@link Background @Background} method run at once, and how many start in
 * a while, in the whole cluster.
 *
 * <pre>{@code
 * @Background @Limit(key = "mail-api", concurrency = 3, rate = 100, per = 60)
 * public void send(String to, String text) { … }
 *
 * @Background @Limit(key = "account-{0}", concurrency = 1)
 * public void sync(long accountId) { … }
 * }</pre>
 *
 * <h2>What it promises</h2>
 *
 * At no time do more than {@link #concurrency()} tasks of one key run under a live lease. A node
 * that dies keeps its share until its leases have expired; then others have it. In no window of
 * {@link #per()} seconds, wherever it begins, do more than {@link #rate()} tasks of one key start.
 * A task starts when it is claimed, if the claim is committed; each attempt is a start. Several
 * limits on one method hold together.
 *
 * <p>A task that a limit holds back stays {@link TaskState#READY}. Others of its queue go before
 * it. Tasks of limited methods are claimed only when a thread is free for them.
 *
 * <p>The numbers are those of the node that claims: of two releases side by side, each applies its
 * own. Keys are stored with a task when it is called.
 *
 * <p>Methods may share a key; then their numbers are to be the same, or the deployment fails. It
 * fails, too, where {@link Background#batch()} is above 1, and where a method has more than five
 * limits.
 *
 * <h2>Configuration</h2>
 *
 * Each member can be overridden in MicroProfile Config by {@code <class>/<method>/Limit/<member>},
 * for example {@code com.acme.Mail/send/Limit/rate=50}; this holds for each limit of the method. A
 * queue as a whole is limited by {@code background-tasks.queue.<name>.limit} and {@code .rate}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Limits.class)
public @interface Limit {

    /**
     * What is limited: tasks of one key are counted together, whatever their methods and queues.
     * Arguments stand in braces as in {@link Unique#key()}. Keys longer than 60 characters, and
     * those made of a {@link Sensitive} value, are stored as a hash (SHA-256).
     *
     * @return the template; empty for the name of the method's tasks
     */
    String key() default "";

    /**
     * How many tasks may run at once.
     *
     * @return from 1; 0 for any number
     */
    int concurrency() default 0;

    /**
     * How many tasks may start in {@link #per()} seconds.
     *
     * @return from 1; 0 for any number
     */
    int rate() default 0;

    /**
     * The time that {@link #rate()} is counted in.
     *
     * @return seconds, from 1 to a year of 365 days
     */
    long per() default 1;
}
