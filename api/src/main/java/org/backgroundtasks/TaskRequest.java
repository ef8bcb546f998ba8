package org.backgroundtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a call of a {@link Background @Background} method asks for beyond its annotation: a time, a
 * queue, a priority. Immutable: each method that sets something returns a new request, so one can
 * be kept and used again by several threads.
 *
 * <p>What is set here overrides configuration, which overrides the annotation.
 */
public interface TaskRequest {

    /**
     * The same request with a delay, counted from the call of {@link #enqueue} by the database's
     * clock. Replaces an earlier {@code in} or {@code at}.
     *
     * @param delay zero or more; kept to the microsecond
     * @return a new request
     * @throws TaskCallException if the delay is negative; one that leads beyond the year 9999 makes
     *     {@link #enqueue} throw
     */
    TaskRequest in(Duration delay);

    /**
     * The same request with a time before which the task does not start. A time that has passed
     * means at once. Replaces an earlier {@code in} or {@code at}.
     *
     * @param runAt the earliest start, in the years 1 to 9999; kept to the microsecond
     * @return a new request
     * @throws TaskCallException if the time lies outside those years
     */
    TaskRequest at(Instant runAt);

    /**
     * The same request for another queue.
     *
     * @param queue one to 100 characters, none of them a comma or a control character, and no
     *     blanks around it
     * @return a new request
     * @throws TaskCallException if the name is no such name
     */
    TaskRequest queue(String queue);

    /**
     * The same request with another priority.
     *
     * @param priority any number; higher is sooner
     * @return a new request
     */
    TaskRequest priority(int priority);

    /**
     * The same request with a label: what people call the task, such as {@code "invoice 4711"}. It
     * is shown beside the task's name and has no effect.
     *
     * @param label one to 200 characters, none of them a control character
     * @return a new request
     * @throws TaskCallException if the label is blank or too long, or has control characters
     */
    TaskRequest label(String label);

    /**
     * Stores the one task that {@code call} calls for, in the caller's transaction or, without one,
     * in a transaction of its own.
     *
     * @param call calls exactly one {@code @Background} method, once
     * @return the id of the stored task
     * @throws TaskCallException if {@code call} calls no {@code @Background} method, or more than
     *     one, or throws a checked exception; nothing is stored
     * @throws TaskArgumentException if an argument cannot be written, would not come back equal, or
     *     is too large; nothing is stored
     * @throws TaskStoreException if the database cannot be reached or refuses; nothing is stored,
     *     unless the message says that it is not known
     */
    TaskId enqueue(TaskCall call);

    /**
     * Stores all tasks that {@code call} calls for, in one transaction and in batches: far cheaper
     * than one call each.
     *
     * <pre>{@code
     * scheduler.enqueueAll(() -> users.forEach(user -> notifications.notifyUser(user.id())));
     * }</pre>
     *
     * @param call calls {@code @Background} methods any number of times, also of several beans
     * @return the ids of the stored tasks in the order of the calls; empty if there was none
     * @throws TaskCallException if {@code call} throws a checked exception; nothing is stored
     * @throws TaskArgumentException if an argument cannot be written, would not come back equal, or
     *     is too large; nothing is stored
     * @throws TaskStoreException if the database cannot be reached or refuses; nothing is stored,
     *     unless the message says that it is not known
     */
    List<TaskId> enqueueAll(TaskCall call);

    /**
     * Runs the method here and now: on the caller's thread, in the caller's transaction, before
     * this returns. Nothing is stored. Time, queue and priority have no effect, nor have attempts
     * and {@link Background#timeout()}.
     *
     * <p>To store a task that is due at once, write {@code in(Duration.ZERO).enqueue(…)}: a worker
     * runs that after the commit.
     *
     * <p>What the method throws is thrown as it is. That includes checked exceptions. They are not
     * declared, so that the usual call needs no {@code try}. Catch {@code Exception} where the
     * method has some.
     *
     * @param call calls exactly one {@code @Background} method, once
     * @throws TaskCallException if {@code call} calls no {@code @Background} method, or goes on to
     *     a second one; the second is not run
     */
    void now(TaskCall call);
}
