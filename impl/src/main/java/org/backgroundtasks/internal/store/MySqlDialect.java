package org.backgroundtasks.internal.store;

import org.jspecify.annotations.Nullable;

/** MySQL 8.0 and newer, from its reference manual; not tested. */
final class MySqlDialect extends MariaDbDialect {

    MySqlDialect(@Nullable String schema) {
        super(schema);
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
