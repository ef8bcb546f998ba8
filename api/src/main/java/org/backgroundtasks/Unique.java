package org.backgroundtasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives each task of a {@link Background @Background} method a key, which one task has at a time:
 * by default, one task for the same arguments.
 *
 * <pre>{@code
 * @Background @Unique(key = "{0}", onConflict = OnConflict.REPLACE)
 * public void reindex(long documentId, Reason reason) { … }
 * }</pre>
 *
 * <h2>Taking and leaving</h2>
 *
 * A call takes its key in the caller's transaction: if that rolls back, the key is not taken. A
 * task keeps its key as {@link #until()} says, whatever node dies meanwhile. Nothing has to be
 * given back, so nothing can be left behind. A task that is brought back by {@link
 * TaskScheduler#retry} takes its key again.
 *
 * <p>Keys of one method are those of no other. They are shared by all nodes of an application
 * ({@code background-tasks.application}).
 *
 * <h2>Two callers</h2>
 *
 * A call whose key another caller has just taken waits until that has committed or rolled back, at
 * most as long as the database waits for a lock (on PostgreSQL, set a {@code lock_timeout}); then
 * it throws {@link TaskStoreException}. A key that stands committed never breaks the caller's
 * transaction.
 *
 * <h2>Configuration</h2>
 *
 * Each member can be overridden in MicroProfile Config by {@code <class>/<method>/Unique/<member>},
 * for example {@code com.acme.Search/reindex/Unique/period=60}.
 *
 * @see TaskRequest#unique for a key that a caller says
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Unique {

    /**
     * What the key is made of: a text in which <code>{0}</code> stands for the first argument, and
     * <code>{1.customer.id}</code> for a property of the second, through records, getters and
     * public fields. What stands in braces has to be there, and to be a text, a number, a boolean,
     * a character, an enum, a {@link java.util.UUID}, or a date, time or duration of {@code
     * java.time}. Anything else fails the deployment. Null is the text {@code null}.
     *
     * <p>Keys longer than 500 characters, and those made of a {@link Sensitive} value, are stored
     * as a hash (SHA-256).
     *
     * @return the template; empty for all arguments, as they are stored
     */
    String key() default "";

    /**
     * What becomes of a call whose key is taken.
     *
     * @return {@link OnConflict#KEEP} by default
     */
    OnConflict onConflict() default OnConflict.KEEP;

    /**
     * How long a task keeps its key.
     *
     * @return {@link Until#ENDED} by default
     */
    Until until() default Until.ENDED;

    /**
     * How long the key stays taken after a task was stored, also if that has ended: at most one
     * task in that time. If it was cancelled before it ran, {@link OnConflict#REPLACE} stores
     * another at once. {@link #until()} holds beside it; the later of both counts. With {@link
     * OnConflict#REPLACE}, a call after the end stores one task that is due when the time is over.
     *
     * @return seconds; 0 for no such time
     */
    long period() default 0;
}
