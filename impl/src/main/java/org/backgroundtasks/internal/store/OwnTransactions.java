package org.backgroundtasks.internal.store;

/** Runs work in a JTA transaction that is there for it alone. */
public interface OwnTransactions {

    void committed(Runnable work);

    void rolledBack(Runnable work);
}
