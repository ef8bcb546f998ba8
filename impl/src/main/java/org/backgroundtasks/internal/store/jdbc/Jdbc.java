package org.backgroundtasks.internal.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.StoreMessages;
import org.jspecify.annotations.Nullable;

/**
 * Statements on the data source. In a JTA transaction they are part of it; without one each commits
 * by itself, at READ COMMITTED whatever the data source is set to, and is made again if the
 * database broke it off in favour of another, or its connection had ended before. Failures become a
 * {@link org.backgroundtasks.TaskStoreException} that says what was to be done.
 */
public final class Jdbc {

    private static final int TRIES = 5;

    /** By which drivers refuse to send anything. */
    private static final String NO_CONNECTION = "08003";

    private final DataSource dataSource;
    private final CallerTransaction transaction;
    private final Statements statements;
    private final ConnectionWatch watch;
    private final boolean isStrict;

    /**
     * Makes statements possible.
     *
     * @param isStrict whether connections come with a level of isolation above READ COMMITTED
     */
    public Jdbc(
            DataSource dataSource,
            CallerTransaction transaction,
            Statements statements,
            ConnectionWatch watch,
            boolean isStrict) {
        this.dataSource = dataSource;
        this.transaction = transaction;
        this.statements = statements;
        this.watch = watch;
        this.isStrict = isStrict;
    }

    /** Ends statements whose connections have fallen silent. Does not wait for the database. */
    public void abortOverdue() {
        watch.abortOverdue();
    }

    /** Whether there is a JTA transaction. */
    public boolean isInTransaction() {
        return transaction.isActive();
    }

    /** Throws if there is no JTA transaction. */
    public void requireTransaction() {
        transaction.require();
    }

    public int update(String what, String sql, @Nullable Object... parameters) {
        return call(what, connection -> update(connection, sql, parameters));
    }

    public <T> List<T> query(
            String what, String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return call(what, connection -> query(connection, sql, mapper, parameters));
    }

    /** Several statements in one transaction: the JTA transaction, or one of the database alone. */
    public <T> T transaction(String what, Work<T> work) {
        return call(what, transaction.isActive() ? work : connection -> inOwn(connection, work));
    }

    /**
     * The same, and takes it back: whether the database would take it. Not in a JTA transaction.
     */
    public void tryOut(String what, Work<?> work) {
        transaction(
                what,
                connection -> {
                    work.on(connection);
                    connection.rollback();
                    return true;
                });
    }

    private static <T> T inOwn(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.on(connection);
            connection.commit();
        } catch (Throwable e) {
            rollback(connection, e);
            throw e;
        }
        restore(connection, () -> connection.setAutoCommit(true));
        return result;
    }

    /**
     * Goes back to auto-commit without committing what there is so far. What goes wrong on the way
     * is not what is to be told.
     */
    public static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
            abort(connection);
        }
    }

    /** Sets a connection back for whoever has it next; one that cannot be is given to nobody. */
    private static void restore(Connection connection, Restoring restoring) {
        try {
            restoring.run();
        } catch (SQLException | RuntimeException e) {
            StoreMessages.LOG.debug("A connection could not be set back", e);
            abort(connection);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException | AbstractMethodError e) {
            StoreMessages.LOG.debug("The connection could not be aborted", e);
        }
    }

    /** Something on a connection, in auto-commit mode if there is no JTA transaction. */
    public <T extends @Nullable Object> T call(String what, Work<T> work) {
        int triesLeft = transaction.isActive() ? 1 : TRIES;
        while (true) {
            triesLeft--;
            try {
                return once(work);
            } catch (SQLException e) {
                if (triesLeft == 0 || !mayGoAgain(e) || !Conflicts.pause()) {
                    throw transaction.isActive()
                            ? TransactionFailure.of(what, e)
                            : StoreMessages.LOG.failed(what, e);
                }
                StoreMessages.LOG.debugf(e, "The database broke off to %s; once more", what);
            }
        }
    }

    /** Whether it did nothing: others were in its way, or its connection had ended before. */
    private static boolean mayGoAgain(SQLException e) {
        return Conflicts.isOne(e)
                || e instanceof UnusableException
                || NO_CONNECTION.equals(e.getSQLState());
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                ConnectionWatch.Use use = watch.use(connection)) {
            return onWhole(connection, work);
        }
    }

    private <T> T onWhole(Connection connection, Work<T> work) throws SQLException {
        try {
            return isStrict && !transaction.isActive()
                    ? readCommitted(connection, work)
                    : work.on(connection);
        } catch (RuntimeException | Error e) {
            // In the middle of an answer, as when memory runs out: nobody else is to read on.
            abort(connection);
            throw e;
        }
    }

    /** Stricter levels make statements fail, or lock what lies between rows, for nothing. */
    private static <T> T readCommitted(Connection connection, Work<T> work) throws SQLException {
        int before;
        try {
            before = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        } catch (SQLException e) {
            throw new UnusableException(e);
        }
        try {
            return work.on(connection);
        } finally {
            restore(connection, () -> connection.setTransactionIsolation(before));
        }
    }

    public int update(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return statements.update(connection, sql, parameters);
    }

    /**
     * A statement for each of several sets of parameters, sent together.
     *
     * @return how many rows each has changed, or {@link java.sql.Statement#SUCCESS_NO_INFO}
     */
    public int[] updateAll(Connection connection, String sql, List<@Nullable Object[]> parameters)
            throws SQLException {
        return parameters.isEmpty()
                ? new int[0]
                : statements.updateAll(connection, sql, parameters);
    }

    public <T> List<T> query(
            Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        return statements.query(connection, sql, mapper, parameters);
    }

    /** A connection of the pool that had ended before it was given out. */
    private static final class UnusableException extends SQLException {

        private static final long serialVersionUID = 1L;

        UnusableException(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
        }
    }

    /** A parameter that is an array of the database. */
    public record SqlArray(String type, Object[] values) {}

    public interface RowMapper<T> {
        T map(Row row) throws SQLException;
    }

    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private interface Restoring {
        void run() throws SQLException;
    }
}
