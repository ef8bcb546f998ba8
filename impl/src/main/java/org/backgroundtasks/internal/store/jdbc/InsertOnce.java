package org.backgroundtasks.internal.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/** An insert of a row that does nothing if there is one of its key; the transaction goes on. */
public final class InsertOnce {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String insert;

    /**
     * Prepares it.
     *
     * @param insert the statement, with all its values
     * @param key the columns that make the key
     */
    public InsertOnce(Jdbc jdbc, Dialect dialect, String insert, String key) {
        this(jdbc, dialect, insert + " " + dialect.unlessThereIsOneAlready(key));
    }

    private InsertOnce(Jdbc jdbc, Dialect dialect, String insert) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.insert = insert;
    }

    /**
     * Prepares one after which a row that is there can be locked: two who find it do not wait for
     * each other then.
     *
     * @param counter a column that may be counted up
     */
    public static InsertOnce beforeLocking(
            Jdbc jdbc, Dialect dialect, String insert, String key, String counter) {
        return new InsertOnce(
                jdbc, dialect, insert + " " + dialect.unlessThereIsOneToLock(key, counter));
    }

    /** Stores a row, or returns false if there is one; waits for who is storing one. */
    public boolean insert(Connection connection, @Nullable Object... parameters)
            throws SQLException {
        try {
            return jdbc.update(connection, insert, parameters) == 1;
        } catch (SQLException e) {
            if (dialect.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }
}
