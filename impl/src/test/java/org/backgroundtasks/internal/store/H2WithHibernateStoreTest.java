package org.backgroundtasks.internal.store;

import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;

class H2WithHibernateStoreTest extends StoreContract {

    H2WithHibernateStoreTest() {
        super(TestDatabase.H2, TestProvider.HIBERNATE);
    }
}
