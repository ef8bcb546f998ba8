package org.backgroundtasks.internal.store;

import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;

class PostgreSqlWithHibernateStoreTest extends StoreContract {

    PostgreSqlWithHibernateStoreTest() {
        super(TestDatabase.POSTGRESQL, TestProvider.HIBERNATE);
    }
}
