package org.backgroundtasks.internal.store.dialect;

import org.backgroundtasks.internal.config.StoreSettings;

/**
 * What needs no more than standard SQL: rows are not locked before they are changed, ids are text,
 * and times are numbers, so that they have no zone.
 */
abstract class PortableDialect extends Dialect {

    PortableDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public final ColumnTypes types() {
        return ColumnTypes.MICROSECONDS;
    }

    @Override
    String later(String time, String millis) {
        return "%s + cast(%s as bigint) * 1000".formatted(time, millis);
    }

    /** Reading waits for who is changing a row. */
    @Override
    public String lock() {
        return "";
    }

    /** Who changes a row waits for others who do, and then finds that it has come second. */
    @Override
    public final String skipLocked() {
        return "";
    }
}
