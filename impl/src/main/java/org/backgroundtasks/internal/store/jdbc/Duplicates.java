package org.backgroundtasks.internal.store.jdbc;

import java.sql.SQLException;
import java.util.Set;

/**
 * Tells that a row was there already. Databases whose statement that fails so breaks the whole
 * transaction are asked not to fail ({@code Dialect.unlessThereIsOneAlready}); in the others it has
 * done nothing, and the transaction goes on.
 */
public final class Duplicates {

    /** Of the SQL standard: a value that has to be unique is not. */
    private static final String UNIQUE_VIOLATION = "23505";

    /**
     * The same where the state says only that some rule is violated: MariaDB, Oracle, SQL Server.
     */
    private static final Set<Integer> CODES = Set.of(1062, 1, 2601, 2627);

    private static final String SOME_VIOLATION = "23000";

    private Duplicates() {}

    /** Inserts a row; returns false if it was there already. */
    public static boolean isNone(Insert insert) throws SQLException {
        try {
            return insert.rows() == 1;
        } catch (SQLException e) {
            if (isOne(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isOne(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState())
                || SOME_VIOLATION.equals(e.getSQLState()) && CODES.contains(e.getErrorCode());
    }

    /** A statement that inserts a row. */
    public interface Insert {

        /** Executes it; returns how many rows it has inserted. */
        int rows() throws SQLException;
    }
}
