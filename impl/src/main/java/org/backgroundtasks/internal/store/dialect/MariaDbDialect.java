package org.backgroundtasks.internal.store.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.backgroundtasks.internal.config.StoreSettings;

/** MariaDB 10.11 and newer, where a schema is a database. */
class MariaDbDialect extends Dialect {

    private static final int DUPLICATE = 1062;

    MariaDbDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "mariadb";
    }

    @Override
    public ColumnTypes types() {
        return ColumnTypes.UTC;
    }

    @Override
    String time() {
        return "utc_timestamp(6)";
    }

    /**
     * A setting of the server.
     *
     * @see <a
     *     href="https://mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-system-variables#innodb_rollback_on_timeout">innodb_rollback_on_timeout</a>
     */
    @Override
    public boolean endsTransactionOfLockTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer =
                        statement.executeQuery("select @@global.innodb_rollback_on_timeout")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    @Override
    String later(String time, String millis) {
        return "%s + interval (%s * 1000) microsecond".formatted(time, millis);
    }

    @Override
    public String readable(String time) {
        return "date_format(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')".formatted(time);
    }

    @Override
    public String schemaPresent() {
        return """
        select count(*) from information_schema.tables
        where ? in (table_name, concat(table_schema, '.', table_name))
        and (locate('.', ?) > 0 or table_schema = database())
        """;
    }

    @Override
    public String schemaExists() {
        return "select count(*) from information_schema.schemata where schema_name = ?";
    }

    @Override
    public String schemaElement() {
        return "catalog";
    }

    @Override
    public String enterSchema(Connection connection, String name) throws SQLException {
        String before = connection.getCatalog();
        connection.setCatalog(name);
        return before;
    }

    @Override
    public void leaveSchema(Connection connection, String before) throws SQLException {
        connection.setCatalog(before);
    }

    /**
     * An insert that finds a row would lock it for reading: of two who then change it, each would
     * wait for the other.
     */
    @Override
    public String unlessThereIsOneToLock(String key, String counter) {
        return "on duplicate key update %1$s = %1$s + 1".formatted(counter);
    }

    @Override
    public String current() {
        return lock();
    }

    /** The state says only that some rule is violated. */
    @Override
    public boolean isDuplicate(SQLException failure) {
        return failure.getErrorCode() == DUPLICATE;
    }
}
