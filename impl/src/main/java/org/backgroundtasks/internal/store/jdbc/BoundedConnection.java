package org.backgroundtasks.internal.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;
import org.backgroundtasks.internal.store.StoreMessages;

/**
 * A connection that no {@link ConnectionWatch} has an eye on, as at the start and for listening:
 * the driver itself gives up waiting for an answer.
 */
public final class BoundedConnection implements AutoCloseable {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Connection connection;
    private final int before;

    private BoundedConnection(Connection connection, int before) {
        this.connection = connection;
        this.before = before;
    }

    public static BoundedConnection open(DataSource dataSource) throws SQLException {
        return open(dataSource, LONGEST_SILENCE);
    }

    /** For statements that take longer. */
    public static BoundedConnection open(DataSource dataSource, Duration longestSilence)
            throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, (int) longestSilence.toMillis());
            return new BoundedConnection(connection, before);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError e) {
            StoreMessages.LOG.debug("The driver bounds no silence", e);
            return new BoundedConnection(connection, -1);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    public Connection get() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        try (Connection closing = connection) {
            if (before >= 0) {
                closing.setNetworkTimeout(Runnable::run, before);
            }
        }
    }
}
