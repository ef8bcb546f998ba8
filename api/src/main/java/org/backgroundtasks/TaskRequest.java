package org.backgroundtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
     * The same request with a group, which takes turns with the other groups of the queue. It takes
     * the place of one that the method has by {@link Fair}.
     *
     * @param group one to 100 characters, none of them a control character, and no blank at the end
     * @return a new request
     * @throws TaskCallException if the group is none
     */
    TaskRequest group(String group);

    /**
     * The same request with a key, which one task of the method has at a time. It takes the place
     * of the key that {@link Unique @Unique} says; what else that says, holds.
     *
     * @param key not blank; one that is longer than 500 characters, or has control characters, is
     *     stored as its hash
     * @return a new request
     * @throws TaskCallException if the key is blank
     */
    TaskRequest unique(String key);

    /**
     * The same request, with what becomes of a call whose key is taken. The key is that of {@link
     * #unique} or {@link Unique @Unique}, or else that of all arguments.
     *
     * @param onConflict takes the place of {@link Unique#onConflict()}
     * @return a new request
     */
    TaskRequest onConflict(OnConflict onConflict);

    /**
     * The same request, to run when there has been no further call for a while: of several calls
     * with one key, the last one's arguments are run once. Each call moves the task's time to
     * {@code quiet} from now, and at most to {@code atMost} after the first of them. A call while
     * the task runs begins anew, with one task to follow.
     *
     * <p>The key is that of {@link #unique} or {@link Unique @Unique}, or else that of all
     * arguments. What {@link #in}, {@link #at} and {@link #onConflict} say has no effect.
     *
     * @param quiet more than zero
     * @param atMost not less than {@code quiet}
     * @return a new request
     * @throws TaskCallException if the durations are others
     */
    TaskRequest debounce(Duration quiet, Duration atMost);

    /**
     * Stores the one task that {@code call} calls for, in the caller's transaction or, without one,
     * in a transaction of its own.
     *
     * @param call calls exactly one {@code @Background} method, once
     * @return the id of the stored task, or of the task that has its {@linkplain Unique key}
     * @throws TaskCallException if {@code call} calls no {@code @Background} method, or more than
     *     one, or throws a checked exception; nothing is stored
     * @throws DuplicateTaskException if another task has its key, and {@link OnConflict#FAIL} is
     *     asked for; nothing is stored
     * @throws TaskArgumentException if an argument cannot be written, would not come back equal, or
     *     is too large; nothing is stored
     * @throws TaskStoreException if the database cannot be reached or refuses; nothing is stored,
     *     unless the message says that it is not known
     */
    TaskId enqueue(TaskCall call);

    /**
     * Stores the one task that {@code call} calls for, unless another task has its {@linkplain
     * Unique key}. With {@link OnConflict#REPLACE} that one is changed; {@link OnConflict#FAIL}
     * throws nothing here. Without a key it is {@link #enqueue}.
     *
     * @param call calls exactly one {@code @Background} method, once
     * @return the id of the stored task; empty if there was one with its key
     * @throws TaskCallException as {@link #enqueue} does
     * @throws TaskArgumentException as {@link #enqueue} does
     * @throws TaskStoreException as {@link #enqueue} does
     */
    Optional<TaskId> tryEnqueue(TaskCall call);

    /**
     * Stores all tasks that {@code call} calls for, in one transaction and in batches: far cheaper
     * than one call each.
     *
     * <pre>{@code
     * scheduler.enqueueAll(() -> users.forEach(user -> notifications.notifyUser(user.id())));
     * }</pre>
     *
     * @param call calls {@code @Background} methods any number of times, also of several beans
     * @return the ids of the stored tasks in the order of the calls, and in the place of a call
     *     whose {@linkplain Unique key} is taken the id of the task that has it; empty if there was
     *     no call
     * @throws TaskCallException if {@code call} throws a checked exception; nothing is stored
     * @throws DuplicateTaskException if another task has the key of a call, and {@link
     *     OnConflict#FAIL} is asked for; nothing is stored
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
