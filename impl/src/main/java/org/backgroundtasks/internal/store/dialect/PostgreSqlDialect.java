package org.backgroundtasks.internal.store.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.schema.Schema;

/** PostgreSQL 14 and newer. */
final class PostgreSqlDialect extends Dialect {

    PostgreSqlDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public ColumnTypes types() {
        return ColumnTypes.NATIVE;
    }

    /** As a subquery it is asked once a statement; bare, no index could be used with it. */
    @Override
    String time() {
        return "(select clock_timestamp())";
    }

    @Override
    String timeOfColumn() {
        return "clock_timestamp()";
    }

    @Override
    String later(String time, String millis) {
        return "%s + %s * interval '1 millisecond'".formatted(time, millis);
    }

    /** Any error would break the transaction. */
    @Override
    public String unlessThereIsOneAlready(String key) {
        return "on conflict (%s) do nothing".formatted(key);
    }

    @Override
    public String longText() {
        return "cast(? as text)";
    }

    @Override
    public String schemaPresent() {
        return "select count(to_regclass(?))";
    }

    @Override
    public String lockSchema() {
        return "select pg_advisory_xact_lock(4801823967)";
    }

    @Override
    public String schemaExists() {
        return "select count(*) from pg_catalog.pg_namespace where nspname = lower(?)";
    }

    /** Without a name, the tables are looked for in all schemas of the connection's path. */
    @Override
    public void checkSchema(Connection connection) throws SQLException {
        super.checkSchema(connection);
        if (schema() == null) {
            sayIfFurtherOnPath(connection);
        }
    }

    private void sayIfFurtherOnPath(Connection connection) throws SQLException {
        String question =
                """
                select n.nspname, current_schema() from pg_catalog.pg_class c
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where c.oid = to_regclass('%s') and n.nspname <> current_schema()
                """
                        .formatted(qualified(Schema.VERSIONS));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            if (row.next()) {
                StoreMessages.LOG.tablesOnPath(row.getString(1), row.getString(2));
            }
        }
    }

    /** Ends with the transaction, so the pooled connection keeps its own path. */
    @Override
    public String enterSchema(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local search_path to " + name);
        }
        return name;
    }

    @Override
    public void leaveSchema(Connection connection, String before) {
        // It has happened by itself.
    }

    @Override
    public Optional<String> holder(String table) {
        return Optional.of(
                """
                select coalesce(
                    (select 'the prepared transaction ' || gid || ' of ' || owner || ' since ' || prepared
                        from pg_catalog.pg_prepared_xacts where transaction = t.xmax),
                    (select 'the session ' || pid || ' of ' || usename || ' (' || application_name || ') since ' || xact_start
                        from pg_catalog.pg_stat_activity where backend_xid = t.xmax))
                from %s t where id = ?
                """
                        .formatted(table));
    }

    @Override
    public Optional<String> relax() {
        return Optional.of("set transaction isolation level read committed");
    }

    @Override
    public boolean returnsUpdated() {
        return true;
    }

    @Override
    public boolean notifies() {
        return true;
    }
}
