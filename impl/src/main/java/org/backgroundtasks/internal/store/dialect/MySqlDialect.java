package org.backgroundtasks.internal.store.dialect;

import org.backgroundtasks.internal.config.StoreSettings;

/** MySQL 8.0 and newer, from its reference manual; not tested. */
final class MySqlDialect extends MariaDbDialect {

    MySqlDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "mysql";
    }

    @Override
    public String first(String rows) {
        return "limit " + rows;
    }
}
