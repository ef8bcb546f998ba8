package org.backgroundtasks.internal.store;

import org.backgroundtasks.internal.config.StoreSettings;

/** MySQL 8.0 and newer, from its reference manual; not tested. */
final class MySqlDialect extends MariaDbDialect {

    MySqlDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    String folder() {
        return "mysql";
    }

    @Override
    String first(String rows) {
        return "limit " + rows;
    }
}
