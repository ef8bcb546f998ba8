package org.backgroundtasks.internal.cdi.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.worker.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of bodies. Injected by CDI, since the {@code UserTransaction} that a session
 * bean gets as a resource works on its own threads only.
 */
@ApplicationScoped
public class JtaTransactions implements Transactions {

    @Inject private UserTransaction transaction;

    @Inject private CallTransactions calls;

    @Override
    public Object begin() throws Exception {
        transaction.begin();
        return calls.registry().getTransactionKey();
    }

    @Override
    public @Nullable Object committable() throws Exception {
        return transaction.getStatus() == Status.STATUS_ACTIVE
                ? calls.registry().getTransactionKey()
                : null;
    }

    @Override
    public void commit() throws Exception {
        transaction.commit();
    }

    @Override
    public void rollback() {
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        } catch (SystemException | RuntimeException e) {
            CallMessages.LOG.notRolledBack(e);
        }
    }
}
