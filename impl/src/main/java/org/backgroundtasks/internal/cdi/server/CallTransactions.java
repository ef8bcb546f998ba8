package org.backgroundtasks.internal.cdi.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Supplier;
import org.backgroundtasks.internal.store.OwnTransactions;

/**
 * The transactions of callers, and those of the store itself. By {@code @Transactional}, since a
 * {@code UserTransaction} may not be used where the caller is a session bean whose transactions the
 * container manages.
 */
@ApplicationScoped
public class CallTransactions implements OwnTransactions {

    /** Looked up, and not a resource: in an EAR, Payara injects none on the worker's threads. */
    private final Lookup<TransactionSynchronizationRegistry> registry =
            new Lookup<>("java:comp/TransactionSynchronizationRegistry");

    /** In the caller's transaction, or in a new one if there is none. */
    @Transactional(TxType.REQUIRED)
    public <T> T join(Supplier<T> work) {
        return work.get();
    }

    /** With the caller's transaction put aside. */
    @Transactional(TxType.NOT_SUPPORTED)
    public <T> T outside(Supplier<T> work) {
        return work.get();
    }

    @Override
    @Transactional(TxType.REQUIRES_NEW)
    public void committed(Runnable work) {
        work.run();
    }

    @Override
    @Transactional(TxType.REQUIRES_NEW)
    public void rolledBack(Runnable work) {
        work.run();
        registry().setRollbackOnly();
    }

    /** Whether the thread has a transaction that has not ended. */
    public boolean isActive() {
        return registry().getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** Whether the thread still has a transaction that has ended. */
    public boolean hasEnded() {
        int status = registry().getTransactionStatus();
        return status == Status.STATUS_COMMITTED || status == Status.STATUS_ROLLEDBACK;
    }

    public TransactionSynchronizationRegistry registry() {
        return registry.get();
    }

    /** Runs when the current transaction has committed, and does not if it rolls back. */
    public void afterCommit(Runnable work) {
        registry()
                .registerInterposedSynchronization(
                        new Synchronization() {
                            @Override
                            public void beforeCompletion() {
                                // Only what is committed counts.
                            }

                            @Override
                            public void afterCompletion(int status) {
                                if (status == Status.STATUS_COMMITTED) {
                                    work.run();
                                }
                            }
                        });
    }
}
