package org.backgroundtasks.internal.store;

class PostgreSqlWithEclipseLinkStoreTest extends StoreContract {

    PostgreSqlWithEclipseLinkStoreTest() {
        super(TestDatabase.POSTGRESQL, TestProvider.ECLIPSELINK);
    }
}
