package org.backgroundtasks.internal.store;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Statements on the data source, each with a time limit. In a JTA transaction they are part of it;
 * without one each commits by itself. Failures become a {@link
 * org.backgroundtasks.TaskStoreException} that says what was to be done.
 */
final class Jdbc {

    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry transactions;
    private final int timeoutSeconds;
    private final ConnectionWatch watch;

    Jdbc(
            DataSource dataSource,
            TransactionSynchronizationRegistry transactions,
            int timeoutSeconds,
            ConnectionWatch watch) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.timeoutSeconds = timeoutSeconds;
        this.watch = watch;
    }

    int update(String what, String sql, @Nullable Object... parameters) {
        return call(what, connection -> update(connection, sql, parameters));
    }

    <T> List<T> query(
            String what, String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return call(what, connection -> query(connection, sql, mapper, parameters));
    }

    /** Several statements in one transaction: the JTA transaction, or one of the database alone. */
    <T> T transaction(String what, Work<T> work) {
        if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            return call(what, work);
        }
        return call(
                what,
                connection -> {
                    connection.setAutoCommit(false);
                    try {
                        T result = work.on(connection);
                        connection.commit();
                        return result;
                    } catch (Throwable e) {
                        rollback(connection, e);
                        throw e;
                    } finally {
                        connection.setAutoCommit(true);
                    }
                });
    }

    /** Of errors, too: going back to auto-commit would commit what there is so far. */
    static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private <T> T call(String what, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                ConnectionWatch.Use use = watch.use(connection)) {
            return work.on(connection);
        } catch (SQLException e) {
            throw StoreMessages.LOG.failed(what, e);
        }
    }

    int update(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> query(
            Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
            return result;
        }
    }

    private PreparedStatement prepare(
            Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(timeoutSeconds);
            for (int i = 0; i < parameters.length; i++) {
                Object parameter = parameters[i];
                if (parameter instanceof SqlArray array) {
                    statement.setArray(
                            i + 1, connection.createArrayOf(array.type(), array.values()));
                } else {
                    statement.setObject(i + 1, parameter);
                }
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** A parameter that is an array of the database. */
    record SqlArray(String type, Object[] values) {}

    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
