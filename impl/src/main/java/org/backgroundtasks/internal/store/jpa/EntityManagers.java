package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SynchronizationType;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.backgroundtasks.internal.store.jdbc.CallerTransaction;

/** One entity manager for each JTA transaction, closed when that has completed. */
final class EntityManagers {

    private final EntityManagerFactory factory;
    private final CallerTransaction transaction;

    EntityManagers(EntityManagerFactory factory, CallerTransaction transaction) {
        this.factory = factory;
        this.transaction = transaction;
    }

    EntityManager current() {
        transaction.requireWritable();
        TransactionSynchronizationRegistry transactions = transaction.registry();
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

    CallerTransaction transaction() {
        return transaction;
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
