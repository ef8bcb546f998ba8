package org.backgroundtasks.internal.store;

import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;

class PostgreSqlWithEclipseLinkStoreTest extends StoreContract {

    PostgreSqlWithEclipseLinkStoreTest() {
        super(TestDatabase.POSTGRESQL, TestProvider.ECLIPSELINK);
    }
}
