package org.backgroundtasks.internal.store.dialect;

import java.sql.SQLException;
import org.backgroundtasks.internal.config.StoreSettings;

/** Oracle Database 19c and newer, from its SQL reference; not tested. */
final class OracleDialect extends PortableDialect {

    OracleDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "oracle";
    }

    /** The interval since 1970, since there is no function for it. */
    @Override
    String time() {
        String interval = "(sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')";
        return """
        (extract(day from %1$s) * 86400000000 + extract(hour from %1$s) * 3600000000
            + extract(minute from %1$s) * 60000000 + trunc(extract(second from %1$s) * 1000000))"""
                .formatted(interval);
    }

    @Override
    String later(String time, String millis) {
        return "%s + %s * 1000".formatted(time, millis);
    }

    @Override
    public String lock() {
        return "for update";
    }

    @Override
    public String truth(boolean value) {
        return value ? "1" : "0";
    }

    @Override
    public String isLongText(String column) {
        return "dbms_lob.compare(%s, to_clob(?)) = 0".formatted(column);
    }

    @Override
    public String fromNothing() {
        return "from dual";
    }

    @Override
    public String schemaPresent() {
        return """
        select count(*) from all_tables where upper(?) in (table_name, owner || '.' || table_name)
        and (instr(?, '.') > 0 or owner = sys_context('USERENV', 'CURRENT_SCHEMA'))
        """;
    }

    @Override
    public String schemaExists() {
        return "select count(*) from all_users where username = upper(?)";
    }

    /** The empty text is null there. */
    @Override
    String column(String application) {
        return application.isEmpty() ? " " : application;
    }

    @Override
    public String size(String column) {
        return "dbms_lob.getlength(%s)".formatted(column);
    }

    /** The state says only that some rule is violated. */
    @Override
    public boolean isDuplicate(SQLException failure) {
        return failure.getErrorCode() == 1;
    }
}
