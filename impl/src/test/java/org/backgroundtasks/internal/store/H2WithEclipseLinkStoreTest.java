package org.backgroundtasks.internal.store;

class H2WithEclipseLinkStoreTest extends StoreContract {

    H2WithEclipseLinkStoreTest() {
        super(TestDatabase.H2, TestProvider.ECLIPSELINK);
    }
}
