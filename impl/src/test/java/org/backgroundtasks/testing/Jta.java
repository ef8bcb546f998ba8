package org.backgroundtasks.testing;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.backgroundtasks.internal.store.OwnTransactions;

/** The transaction manager of WildFly, without WildFly. */
public final class Jta {

    public static final TransactionManager MANAGER =
            com.arjuna.ats.jta.TransactionManager.transactionManager();
    public static final TransactionSynchronizationRegistry REGISTRY =
            new TransactionSynchronizationRegistryImple();

    public static final OwnTransactions OWN =
            new OwnTransactions() {
                @Override
                public void committed(Runnable work) {
                    Jta.committed(Executors.callable(work));
                }

                @Override
                public void rolledBack(Runnable work) {
                    Jta.rolledBack(Executors.callable(work));
                }
            };

    private Jta() {}

    public static <T> T committed(Callable<T> work) {
        return run(work, true);
    }

    public static <T> T rolledBack(Callable<T> work) {
        return run(work, false);
    }

    /** Does something in a transaction that stays open, put aside, as that of another caller. */
    public static Transaction open(Runnable work) throws Exception {
        MANAGER.begin();
        work.run();
        return MANAGER.suspend();
    }

    /** Does something when the current transaction has committed. */
    public static void afterCommit(Runnable work) {
        REGISTRY.registerInterposedSynchronization(
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

    /** Marks the current transaction for rollback. */
    public static void doom() {
        try {
            MANAGER.setRollbackOnly();
        } catch (SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T run(Callable<T> work, boolean commit) {
        try {
            MANAGER.begin();
            boolean done = false;
            try {
                T result = work.call();
                done = true;
                return result;
            } finally {
                if (done && commit) {
                    MANAGER.commit();
                } else {
                    MANAGER.rollback();
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
