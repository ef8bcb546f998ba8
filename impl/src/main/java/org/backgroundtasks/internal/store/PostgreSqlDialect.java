package org.backgroundtasks.internal.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.backgroundtasks.internal.config.StoreSettings;

/** PostgreSQL 14 and newer. */
final class PostgreSqlDialect extends Dialect {

    PostgreSqlDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    String folder() {
        return "postgresql";
    }

    @Override
    ColumnTypes types() {
        return ColumnTypes.NATIVE;
    }

    /** As a subquery it is asked once a statement; bare, no index could be used with it. */
    @Override
    String now() {
        return "(select clock_timestamp())";
    }

    @Override
    String clock() {
        return "clock_timestamp()";
    }

    @Override
    String laterBy() {
        return now() + " + ? * interval '1 millisecond'";
    }

    @Override
    String longText() {
        return "cast(? as text)";
    }

    @Override
    String schemaPresent() {
        return "select count(to_regclass(?))";
    }

    @Override
    String lockSchema() {
        return "select pg_advisory_xact_lock(4801823967)";
    }

    @Override
    String schemaExists() {
        return "select count(*) from pg_catalog.pg_namespace where nspname = lower(?)";
    }

    /** Without a name, the tables are looked for in all schemas of the connection's path. */
    @Override
    void checkSchema(Connection connection) throws SQLException {
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
    String enterSchema(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local search_path to " + name);
        }
        return name;
    }

    @Override
    void leaveSchema(Connection connection, String before) {
        // It has happened by itself.
    }

    @Override
    Optional<String> holder(String table) {
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
    Optional<String> relax() {
        return Optional.of("set transaction isolation level read committed");
    }

    @Override
    boolean returnsUpdated() {
        return true;
    }

    @Override
    boolean notifies() {
        return true;
    }
}
