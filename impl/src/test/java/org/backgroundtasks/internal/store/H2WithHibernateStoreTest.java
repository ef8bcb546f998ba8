package org.backgroundtasks.internal.store;

class H2WithHibernateStoreTest extends StoreContract {

    H2WithHibernateStoreTest() {
        super(TestDatabase.H2, TestProvider.HIBERNATE);
    }
}
