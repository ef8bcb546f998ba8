package org.backgroundtasks.internal.store.jpa;

import org.backgroundtasks.internal.store.StoreMessages;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SynchronizationType;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** One entity manager for each JTA transaction, closed when that has completed. */
final class EntityManagers {

    private final EntityManagerFactory factory;
    private final TransactionSynchronizationRegistry transactions;

    EntityManagers(EntityManagerFactory factory, TransactionSynchronizationRegistry transactions) {
        this.factory = factory;
        this.transactions = transactions;
    }

    EntityManager current() {
        requireWritable();
        Object known = transactions.getResource(this);
        if (known != null) {
            return (EntityManager) known;
        }
        EntityManager created = factory.createEntityManager(SynchronizationType.SYNCHRONIZED);
        try {
            transactions.registerInterposedSynchronization(new ClosesAtEnd(created));
            transactions.putResource(this, created);
            return created;
        } catch (RuntimeException e) {
            created.close();
            throw e;
        }
    }

    /** Refuses to do what could not be undone, or would be undone in silence. */
    void requireWritable() {
        requireTransaction();
        if (transactions.getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK) {
            throw StoreMessages.LOG.markedForRollback();
        }
    }

    void requireTransaction() {
        if (transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            throw StoreMessages.LOG.noTransaction();
        }
    }

    void close() {
        factory.close();
    }

    private record ClosesAtEnd(EntityManager entityManager) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // The provider writes by itself.
        }

        @Override
        public void afterCompletion(int status) {
            if (entityManager.isOpen()) {
                entityManager.close();
            }
        }
    }
}
