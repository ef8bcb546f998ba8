package org.backgroundtasks.internal.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How the supported databases differ. */
enum Dialect {
    // As a subquery it is asked once a statement; bare, it is volatile and no index could be used
    // with it, but cheaper.
    POSTGRESQL(
            "clock_timestamp()",
            "(select clock_timestamp())",
            "%s + ? * interval '1 millisecond'",
            "for update skip locked",
            "cast(? as text)") {

        @Override
        String schemaPresent() {
            return "select to_regclass(?) is not null";
        }

        @Override
        String lockSchema() {
            return "select pg_advisory_xact_lock(4801823967)";
        }

        @Override
        String schemaExists() {
            return "select exists (select 1 from pg_catalog.pg_namespace where nspname = lower(?))";
        }

        @Override
        @Nullable String enterSchema(Connection connection, String schema) throws SQLException {
            try (var statement = connection.createStatement()) {
                // Ends with the transaction, so the pooled connection keeps its own path.
                statement.execute("set local search_path to " + schema);
            }
            return null;
        }

        @Override
        String chosen(String states, String ids) {
            // An array is made once; a subquery may be asked anew for each row, or joined with all
            // of
            // them. What is locked is still in its state.
            return "id = any (array(%s))".formatted(ids);
        }

        @Override
        Claims claims(Jdbc jdbc, String table, String node) {
            return new ReturningClaims(jdbc, this, table, node);
        }

        @Override
        Optional<Signals> signals(Jdbc jdbc, DataSource dataSource) {
            return Optional.of(new PostgresSignals(jdbc, dataSource));
        }
    },

    H2(
            "current_timestamp",
            "current_timestamp",
            "dateadd(millisecond, ?, %s)",
            "for update skip locked",
            "cast(? as character large object)") {

        @Override
        String schemaPresent() {
            return """
            select count(*) > 0 from information_schema.tables
            where upper(?) in (table_name, table_schema || '.' || table_name)
            and (position('.' in ?) > 0 or table_schema = current_schema)
            """;
        }

        @Override
        @Nullable String lockSchema() {
            return null;
        }

        @Override
        String schemaExists() {
            return "select count(*) > 0 from information_schema.schemata where schema_name = upper(?)";
        }

        @Override
        String enterSchema(Connection connection, String schema) throws SQLException {
            String before = connection.getSchema();
            try (var statement = connection.createStatement()) {
                statement.execute("set schema " + schema);
            }
            return before;
        }

        @Override
        String chosen(String states, String ids) {
            return "%s and id in (%s)".formatted(states, ids);
        }

        @Override
        Claims claims(Jdbc jdbc, String table, String node) {
            return new GuardedClaims(jdbc, this, table, node);
        }

        @Override
        Optional<Signals> signals(Jdbc jdbc, DataSource dataSource) {
            return Optional.empty();
        }
    };

    private final String clock;
    private final String now;
    private final String laterBy;
    private final String skipLocked;
    private final String longText;

    Dialect(String clock, String now, String laterBy, String skipLocked, String longText) {
        this.clock = clock;
        this.now = now;
        this.laterBy = laterBy.formatted(now);
        this.skipLocked = skipLocked;
        this.longText = longText;
    }

    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String product = database.getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "H2" -> H2;
            default -> throw StoreMessages.LOG.unsupportedDatabase(product);
        };
    }

    /** The database's time, as an expression for the value of a column. */
    String clock() {
        return clock;
    }

    /** The database's time, as an expression to compare columns with. */
    String now() {
        return now;
    }

    /** The time that lies a parameter's milliseconds after {@link #now()}. */
    String laterBy() {
        return laterBy;
    }

    /** Ends a select so that it locks its rows and leaves out those that others have locked. */
    String skipLocked() {
        return skipLocked;
    }

    /** A parameter that is a text of any length, where its type does not follow from its place. */
    String longText() {
        return longText;
    }

    String script() {
        return "org/backgroundtasks/internal/store/%s/V1__background_tasks.sql"
                .formatted(name().toLowerCase(Locale.ROOT));
    }

    /** Whether a table exists, its name given once for each parameter. */
    abstract String schemaPresent();

    /**
     * Makes other nodes wait until the transaction ends; null where making tables is safe without.
     */
    abstract @Nullable String lockSchema();

    abstract String schemaExists();

    /**
     * Makes a schema the current one; returns the one to go back to, or null if that happens by
     * itself.
     */
    abstract @Nullable String enterSchema(Connection connection, String schema) throws SQLException;

    /**
     * A condition for exactly the rows that a query chooses.
     *
     * @param states the condition on the state that the query has
     * @param ids the query, which locks its rows
     */
    abstract String chosen(String states, String ids);

    abstract Claims claims(Jdbc jdbc, String table, String node);

    /** The way to signal to other nodes; empty if the database has none. */
    abstract Optional<Signals> signals(Jdbc jdbc, DataSource dataSource);
}
