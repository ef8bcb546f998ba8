package org.backgroundtasks.internal.store.dialect;

import java.sql.SQLException;
import org.backgroundtasks.internal.config.StoreSettings;

/**
 * Microsoft SQL Server 2019 and newer, from its Transact-SQL reference; not tested.
 * READ_COMMITTED_SNAPSHOT is to be off: whether a batch has succeeded is read, and reading must
 * wait for who is changing the row. So a claim waits, too, for callers that have not committed yet.
 */
final class SqlServerDialect extends PortableDialect {

    SqlServerDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "sqlserver";
    }

    @Override
    String time() {
        return "datediff_big(microsecond, '1970-01-01', sysutcdatetime())";
    }

    @Override
    public String first(String rows) {
        return "offset 0 rows fetch next %s rows only".formatted(rows);
    }

    @Override
    public String truth(boolean value) {
        return value ? "1" : "0";
    }

    @Override
    public String schemaPresent() {
        return "select count(object_id(?))";
    }

    @Override
    public String schemaExists() {
        return "select count(schema_id(?))";
    }

    @Override
    public String size(String column) {
        return "datalength(%s)".formatted(column);
    }

    /** The state says only that some rule is violated. */
    @Override
    public boolean isDuplicate(SQLException failure) {
        return failure.getErrorCode() == 2601 || failure.getErrorCode() == 2627;
    }
}
