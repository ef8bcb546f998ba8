package org.backgroundtasks.internal.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A limit to how long a connection waits for the database's answer, where the driver has one. The
 * time limit of a statement is kept by the database; when that is gone without having closed the
 * connection, only this ends the waiting.
 */
final class NetworkLimit implements AutoCloseable {

    private final Connection connection;
    private final int before;

    private NetworkLimit(Connection connection, int before) {
        this.connection = connection;
        this.before = before;
    }

    /**
     * Limits each statement until closed.
     *
     * @param statementSeconds the time limit of a statement, which shall be reached first
     */
    static NetworkLimit on(Connection connection, int statementSeconds) {
        int before = 0;
        try {
            before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, statementSeconds * 1_500);
        } catch (SQLException | AbstractMethodError e) {
            StoreMessages.LOG.debug("The driver has no network timeout", e);
        }
        return new NetworkLimit(connection, before);
    }

    @Override
    public void close() {
        try {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        } catch (SQLException | AbstractMethodError e) {
            StoreMessages.LOG.debug("The network timeout could not be taken back", e);
        }
    }
}
