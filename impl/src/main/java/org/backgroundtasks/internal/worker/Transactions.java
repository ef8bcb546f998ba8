package org.backgroundtasks.internal.worker;

/** JTA transactions of the current thread. */
public interface Transactions {

    void begin() throws Exception;

    /** Commits, or throws if that was not possible; then everything is rolled back. */
    void commit() throws Exception;

    /** Whether the transaction can no longer commit. */
    boolean isMarkedForRollback() throws Exception;

    /** Rolls back, whatever the state of the transaction; does nothing if there is none. */
    void rollback();
}
