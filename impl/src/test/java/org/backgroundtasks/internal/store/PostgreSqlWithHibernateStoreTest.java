package org.backgroundtasks.internal.store;

class PostgreSqlWithHibernateStoreTest extends StoreContract {

    PostgreSqlWithHibernateStoreTest() {
        super(TestDatabase.POSTGRESQL, TestProvider.HIBERNATE);
    }
}
