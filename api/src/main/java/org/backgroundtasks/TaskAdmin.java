package org.backgroundtasks;

/**
 * What an operator does with queues. Inject it:
 *
 * <pre>{@code
 * @Inject TaskAdmin admin;
 *
 * admin.pause("mail");
 * }</pre>
 *
 * Each method joins the caller's transaction, or makes one of its own. What the database fails to
 * do is a {@link TaskStoreException}.
 */
public interface TaskAdmin {

    /**
     * Lets no node claim tasks of a queue from here on. Tasks that run go on, and so do those that
     * a node has claimed already. Calls store tasks as before, and schedules do, too.
     *
     * <p>A pause holds for all nodes of an application, once the transaction is committed: at once
     * on this node and on those that are told ({@code background-tasks.notify}), on others within
     * {@code background-tasks.poll-interval}. It stays until {@link #resume}, also over restarts.
     * Nothing is done if the queue is paused.
     *
     * @param queue need not have tasks
     * @throws TaskCallException if this is no name of a queue
     */
    void pause(String queue);

    /**
     * Ends a pause. Nothing is done if there is none.
     *
     * @throws TaskCallException if this is no name of a queue
     */
    void resume(String queue);
}
