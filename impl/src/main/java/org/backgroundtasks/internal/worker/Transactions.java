package org.backgroundtasks.internal.worker;

import org.jspecify.annotations.Nullable;

/** JTA transactions of the current thread. */
public interface Transactions {

    /** Begins one; returns what tells it from every other. */
    Object begin() throws Exception;

    /** The current transaction as {@link #begin} told it; null if there is none that can commit. */
    @Nullable Object committable() throws Exception;

    /** Commits, or throws if that was not possible; then everything is rolled back. */
    void commit() throws Exception;

    /** Rolls back, whatever the state of the transaction; does nothing if there is none. */
    void rollback();
}
