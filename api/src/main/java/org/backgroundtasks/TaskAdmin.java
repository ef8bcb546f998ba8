package org.backgroundtasks;

import java.util.List;

/**
 * What an operator does with queues and limits. Inject it:
 *
 * <pre>{@code
 * @Inject TaskAdmin admin;
 *
 * admin.queues().stream().filter(queue -> !queue.served()).forEach(this::warn);
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

    /**
     * The queues that are known: those of tasks that have not ended, those that are paused, those
     * of methods here, and those that a node is configured to serve. In the order of their names.
     *
     * <p>It counts the tasks that have not ended, which takes as long as there are many: some
     * tenths of a second for a million.
     */
    List<QueueInfo> queues();

    /**
     * The limits that this node knows: those of its queues, those of its methods whose key is the
     * same for all calls, and those whose tasks are READY or RUNNING. Queues first, then keys, in
     * the order of their names.
     *
     * <p>It reads one row for each key that tasks wait for, and counts the tasks.
     */
    List<LimitInfo> limits();
}
