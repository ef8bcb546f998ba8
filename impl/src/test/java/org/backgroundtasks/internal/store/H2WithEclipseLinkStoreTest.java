package org.backgroundtasks.internal.store;

import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;

class H2WithEclipseLinkStoreTest extends StoreContract {

    H2WithEclipseLinkStoreTest() {
        super(TestDatabase.H2, TestProvider.ECLIPSELINK);
    }
}
