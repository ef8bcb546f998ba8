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
 * An event is fired in the JTA transaction that makes the change, on the same thread. What an
 * observer does to the database commits with the change, or not at all. An observer with {@code
 * during} is called in that phase. {@code @ObservesAsync} is not served.
 *
 * <table>
 * <caption>Where events are fired</caption>
 * <tr><th>Event</th><th>Transaction</th><th>Thread</th></tr>
 * <tr><td>{@link TaskScheduled}; {@link TaskCancelled} of a waiting task</td>
 * <td>the caller's, or the call's own</td><td>the caller's</td></tr>
 * <tr><td>{@link TaskStarted}</td>
 * <td>the claim's, before the method is called</td><td>the one that claims</td></tr>
 * <tr><td>{@link TaskSucceeded}, if the method shares the worker's transaction</td>
 * <td>that one</td><td>the method's</td></tr>
 * <tr><td>{@link TaskSucceeded}, if it does not</td>
 * <td>one of its own, perhaps with other successes</td><td>one that records</td></tr>
 * <tr><td>{@link TaskRetrying}, {@link TaskFailed}, {@link TaskCancelled} of a running task</td>
 * <td>the one that records the failure; the method's was rolled back before</td><td>the
 * method's</td></tr>
 * <tr><td>the same, of a task that lost its worker</td>
 * <td>the one that takes it over</td><td>the one that claims</td></tr>
 * </table>
 *
 * <p>Be quick on the thread that claims: no other task is claimed meanwhile.
 *
 * <p>A task may be given back before it begins: at a stop of the server, or when no thread became
 * free for it. No event tells of that. {@link TaskStarted} is fired again when it is claimed again.
 *
 * <h2>Failures of observers</h2>
 *
 * <ul>
 *   <li>An observer that throws changes nothing: not the task, not the transaction. The exception
 *       is logged. CDI calls no further observer of that event.
 *   <li>An observer may leave the worker's transaction unable to commit: it marks that for
 *       rollback, or the database has refused a statement. The worker rolls back, and does the same
 *       again without observers. For {@link TaskSucceeded} that calls the method once more.
 *   <li>An observer may mark the transaction for rollback as late as before its completion. Then
 *       the attempt has failed. An observer of {@link TaskStarted} that does so keeps its node from
 *       claiming.
 *   <li>An observer of {@link TaskScheduled} is in the caller's transaction. If it marks that for
 *       rollback, the caller is rolled back.
 * </ul>
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
