package org.backgroundtasks.internal.store.jdbc;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.backgroundtasks.internal.store.StoreMessages;

/** The JTA transaction of the current thread, if there is one. */
public record CallerTransaction(TransactionSynchronizationRegistry registry) {

    boolean isActive() {
        return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** Throws if there is none. */
    public void require() {
        if (!isActive()) {
            throw StoreMessages.LOG.noTransaction();
        }
    }

    /** Refuses to do what could not be undone, or would be undone in silence. */
    public void requireWritable() {
        require();
        if (registry.getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK) {
            throw StoreMessages.LOG.markedForRollback();
        }
    }
}
