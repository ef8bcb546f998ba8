package org.backgroundtasks.internal.store.dialect;

import org.backgroundtasks.internal.config.StoreSettings;

/** Db2 for Linux, Unix and Windows 11.5 and newer, from its SQL reference; not tested. */
final class Db2Dialect extends PortableDialect {

    Db2Dialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "db2";
    }

    /** One reading of the clock serves a whole statement. */
    @Override
    String time() {
        String utc = "(current timestamp - current timezone)";
        return """
        ((cast(days(%1$s) - days('1970-01-01') as bigint) * 86400 + midnight_seconds(%1$s)) * 1000000
            + microsecond(%1$s))"""
                .formatted(utc);
    }

    /** Keeps to the end of the transaction what it reads. */
    @Override
    public String lock() {
        return "with rs use and keep update locks";
    }

    @Override
    public String truth(boolean value) {
        return value ? "1" : "0";
    }

    @Override
    public String longText() {
        return "cast(? as varchar(16000))";
    }

    @Override
    public String fromNothing() {
        return "from sysibm.sysdummy1";
    }

    @Override
    public String schemaPresent() {
        return """
        select count(*) from syscat.tables
        where upper(cast(? as varchar(300))) in (tabname, rtrim(tabschema) || '.' || tabname)
        and (locate('.', cast(? as varchar(300))) > 0 or tabschema = current schema)
        """;
    }

    @Override
    public String schemaExists() {
        return "select count(*) from syscat.schemata where schemaname = upper(cast(? as varchar(128)))";
    }
}
