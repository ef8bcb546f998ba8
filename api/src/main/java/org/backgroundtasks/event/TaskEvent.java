package org.backgroundtasks.event;

import org.backgroundtasks.TaskId;

/**
 * Something happened to a task. Observe one of the records, or this for all of them:
 *
 * <pre>{@code
 * void count(@Observes TaskFailed event) { … }                                    // in the transaction
 * void mail(@Observes(during = TransactionPhase.AFTER_SUCCESS) TaskFailed event) { … } // when it has committed
 * }</pre>
 *
 * <h2>Transactions</h2>
 *
 * Each event is fired synchronously in the JTA transaction that makes the change: what an observer
 * does to the database commits with it or not at all, and an observer with {@code during} is called
 * in that phase. {@code @ObservesAsync} is not served.
 *
 * <table>
 * <caption>Where events are fired</caption>
 * <tr><th>Event</th><th>Transaction</th><th>Thread</th></tr>
 * <tr><td>{@link TaskScheduled}, {@link TaskCancelled} of a waiting task</td><td>the caller's, or the
 * call's own</td><td>the caller's</td></tr>
 * <tr><td>{@link TaskStarted}</td><td>the claim's, before the method is called</td><td>the
 * worker's</td></tr>
 * <tr><td>{@link TaskSucceeded}</td><td>the method's; one of its own, perhaps with the success of
 * others, where the method does not share its transaction</td><td>the method's, or in the latter case one
 * that records</td></tr>
 * <tr><td>{@link TaskRetrying}, {@link TaskFailed}, {@link TaskCancelled} of a running task</td><td>the
 * one that records the failure, after the method's was rolled back</td><td>the method's, or
 * the worker's for a task that lost its worker</td></tr>
 * </table>
 *
 * <p>An observer on the worker's thread holds up claiming while it runs, so it should be quick.
 *
 * <h2>Failures of observers</h2>
 *
 * An observer's exception is logged and changes nothing: not the task, not the other work of the
 * transaction. An observer that leaves the transaction unable to commit (marked for rollback, or
 * after an error of the database) is left out: the worker rolls back and does the same again
 * without observers, which means that the method is called once more for {@link TaskSucceeded}. One
 * that marks it for rollback as late as before completion makes the attempt fail. Only a caller's
 * own transaction, in which {@link TaskScheduled} is fired, cannot be repeated for the caller, and
 * rolls back.
 *
 * <p>Observers that CDI would call after one that throws are not called. One of {@link TaskStarted}
 * that marks the transaction for rollback as late as before completion keeps its node from
 * claiming. A task that is given back, at a stop of the server or since no thread became free for
 * it, causes no event; {@link TaskStarted} is fired again when it is claimed again.
 */
public sealed interface TaskEvent
        permits TaskScheduled, TaskStarted, TaskSucceeded, TaskRetrying, TaskFailed, TaskCancelled {

    /**
     * Which task.
     *
     * @return the id
     */
    TaskId id();

    /**
     * The stored name of the task.
     *
     * @return {@link org.backgroundtasks.Background#name()} or {@code fully.qualified.Class.method}
     */
    String name();

    /**
     * The queue of the task.
     *
     * @return the name of the queue
     */
    String queue();
}
