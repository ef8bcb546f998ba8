package org.backgroundtasks;

/**
 * Where a task stands. A task is stored as BLOCKED, SCHEDULED or READY and ends as SUCCEEDED,
 * FAILED or CANCELLED; ended tasks are kept for their retention and then deleted.
 */
public enum TaskState {

    /**
     * Waiting for another task: for the one that has the same {@linkplain Unique key} and runs. A
     * worker moves it to SCHEDULED when that has ended; {@link TaskScheduler#cancel} to CANCELLED.
     */
    BLOCKED,

    /**
     * Waiting for its time, at first or before another attempt. A worker moves it to READY when the
     * database's clock reaches {@code runAt}; {@link TaskScheduler#cancel} to CANCELLED.
     */
    SCHEDULED,

    /**
     * Due. A worker moves it to RUNNING if it has the task's method, and if a thread for its queue
     * is free now or soon. {@link TaskScheduler#cancel} moves it to CANCELLED.
     */
    READY,

    /**
     * Claimed by a worker, which holds a lease on it and renews that. The method runs, or is about
     * to: a worker claims short tasks a few milliseconds ahead.
     *
     * <p>Its worker moves it on:
     *
     * <ul>
     *   <li>to SUCCEEDED when the method has returned;
     *   <li>to SCHEDULED when it has thrown and attempts are left;
     *   <li>to FAILED when it has thrown and none is left;
     *   <li>to CANCELLED when it has thrown after it was asked to stop;
     *   <li>to READY when the worker shuts down, or when no thread became free for it in a second.
     * </ul>
     *
     * <p>When the lease has expired, any worker moves it on: to READY, or to CANCELLED if it was
     * asked to stop. A worker that has its method moves it to FAILED in its last attempt, or after
     * too many losses.
     */
    RUNNING,

    /**
     * The method returned, and its transaction has committed. Deleted after {@code
     * background-tasks.retention.succeeded}.
     */
    SUCCEEDED,

    /**
     * No attempt is left, the method threw what its {@code abortOn} names, the stored arguments do
     * not fit the method, or the task has lost its worker too often. {@link TaskScheduler#retry}
     * moves it to READY. Deleted after {@code background-tasks.retention.failed}.
     */
    FAILED,

    /**
     * Cancelled before it ran, or stopped while it ran. {@link TaskScheduler#retry} moves it to
     * READY. Deleted after {@code background-tasks.retention.failed}.
     */
    CANCELLED
}
