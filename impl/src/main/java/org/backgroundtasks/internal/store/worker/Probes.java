package org.backgroundtasks.internal.store.worker;

import org.backgroundtasks.internal.task.Lease;

/**
 * Finds out what the database takes: one can answer and take nothing. Each call throws a {@link
 * org.backgroundtasks.TaskStoreException} if it does not take it.
 */
public interface Probes {

    /** Asks the database for an answer, in the current transaction. */
    void probe();

    /**
     * Changes no task, in one statement, without a transaction. A database can answer and not take
     * even that, as one that stands by, or whose table of tasks somebody has locked.
     */
    void probeChanging();

    /**
     * Does so, and writes that this node is there: not taken by one whose disk is full, either.
     *
     * @param connected is run when there is a connection
     */
    void probeWriting(Runnable connected);

    /**
     * Finds out whether the database takes a change of the row of a lease: changes it in a
     * transaction of its own, and rolls that back.
     */
    void tryToChange(Lease lease);

    /**
     * Makes a JTA transaction that has only begun one at READ COMMITTED, where the data source is
     * set to more and the database can: stricter levels break off changes of the worker for
     * nothing.
     */
    void relaxTransaction();
}
