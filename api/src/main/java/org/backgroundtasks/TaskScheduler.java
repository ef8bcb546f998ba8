package org.backgroundtasks;

import java.util.List;
import java.util.Optional;

/**
 * What a plain call of a {@link Background @Background} method cannot say: a time, a queue, a
 * priority. It also looks tasks up, cancels them and brings them back. Inject it:
 *
 * <pre>{@code
 * @Inject TaskScheduler scheduler;
 * @Inject Notifications notifications;
 *
 * notifications.notifyUser(id);                                                     // as the annotation says
 * scheduler.in(Duration.ofSeconds(90)).enqueue(() -> notifications.notifyUser(id)); // 90 seconds from now
 * scheduler.at(instant).enqueue(() -> notifications.notifyUser(id));                // at a specific time
 * scheduler.now(() -> notifications.notifyUser(id));                                // here, not queued
 * }</pre>
 *
 * <p>It is itself a {@link TaskRequest} in which nothing is set yet. It may be used by any number
 * of threads.
 */
public interface TaskScheduler extends TaskRequest {

    /**
     * Looks a task up. A task that this transaction has stored is found, too; one that was pruned
     * after its retention is not.
     *
     * @param id the task
     * @return what is stored of it now
     * @throws TaskStoreException if the database cannot be reached
     */
    Optional<TaskInfo> find(TaskId id);

    /**
     * Looks up what went wrong so far: every failed attempt of a task.
     *
     * @param id the task
     * @return the failures, the first one first; empty if there was none or the task does not exist
     * @throws TaskStoreException if the database cannot be reached
     */
    List<TaskFailure> failures(TaskId id);

    /**
     * Cancels a task, if and when the caller's transaction commits.
     *
     * <ul>
     *   <li>A waiting task becomes CANCELLED.
     *   <li>A running one is asked to stop, on whatever node: {@link TaskContext#isCancelled()}
     *       turns true, and its thread is interrupted. That takes at most a third of {@code
     *       background-tasks.lease}. If it then ends by an exception, it becomes CANCELLED. If it
     *       completes all the same, it becomes SUCCEEDED.
     *   <li>One that was claimed, and has not begun when its node hears of it, becomes CANCELLED.
     * </ul>
     *
     * @param id the task
     * @return true if the task was waiting or running, false if it had ended or does not exist
     * @throws TaskStoreException if the database cannot be reached
     */
    boolean cancel(TaskId id);

    /**
     * Brings a FAILED or CANCELLED task back, if and when the caller's transaction commits: due at
     * once, with its attempts counted anew.
     *
     * @param id the task
     * @return true if the task was FAILED or CANCELLED, false if it was not or does not exist
     * @throws DuplicateTaskException if another task has its {@linkplain Unique key} now; nothing
     *     is changed
     * @throws TaskStoreException if the database cannot be reached
     */
    boolean retry(TaskId id);
}
