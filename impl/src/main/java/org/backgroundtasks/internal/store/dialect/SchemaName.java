package org.backgroundtasks.internal.store.dialect;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.schema.Schema;

/**
 * Whether a database reads the name of a schema as it was meant. Statements have it without quotes:
 * most databases then change its letters, and few take a reserved word.
 */
final class SchemaName {

    /** PostgreSQL and Db2, H2, Derby. To MariaDB any word before a dot is a name. */
    private static final Set<String> SYNTAX_ERRORS = Set.of("42601", "42001", "42X01");

    /** The other one of H2; the same state has other meanings elsewhere. */
    private static final int SYNTAX_ERROR_OF_H2 = 42_000;

    private SchemaName() {}

    static void require(Connection connection, String name) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String read = read(database, name);
        List<String> alike = alike(database, name);
        List<String> others = alike.stream().filter(other -> !other.equals(read)).toList();
        if (others.contains(name) || !others.isEmpty() && !alike.contains(read)) {
            throw StoreMessages.LOG.otherSchema(name, read, String.join(", ", others));
        }
        requireNoWord(connection, name);
    }

    /** The name as the database reads it without quotes. */
    private static String read(DatabaseMetaData database, String name) throws SQLException {
        if (database.storesUpperCaseIdentifiers()) {
            return name.toUpperCase(Locale.ROOT);
        }
        return database.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** The schemas that differ from it in upper and lower case at most. */
    private static List<String> alike(DatabaseMetaData database, String name) throws SQLException {
        List<String> alike = new ArrayList<>();
        try (ResultSet schemas = database.getSchemas()) {
            while (schemas.next()) {
                String schema = schemas.getString(1);
                if (name.equalsIgnoreCase(schema)) {
                    alike.add(schema);
                }
            }
        }
        return alike;
    }

    private static void requireNoWord(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery(
                            "select 1 from %s.%s where 1 = 0".formatted(name, Schema.VERSIONS))
                    .close();
        } catch (SQLException e) {
            if (SYNTAX_ERRORS.contains(String.valueOf(e.getSQLState()))
                    || e.getErrorCode() == SYNTAX_ERROR_OF_H2) {
                throw StoreMessages.LOG.reservedWord(
                        name, connection.getMetaData().getDatabaseProductName(), e);
            }
            // It is not there yet, or not for us, which is said when it is made or used.
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }
}
