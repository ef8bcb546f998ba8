package org.backgroundtasks.internal.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.internal.store.StoreMessages;

/**
 * Knows the connections in use, and aborts those that have been waiting for far too long. The time
 * limit of a statement is kept by the database; when that is gone without having closed the
 * connection, only this ends the waiting.
 */
public final class ConnectionWatch {

    private static final String WILDFLY = "org.jboss.jca.";

    private final long longestNanos;
    private final Set<Use> uses = ConcurrentHashMap.newKeySet();

    /**
     * Watches.
     *
     * @param statementSeconds the time limit of a statement, which shall be reached first
     */
    public ConnectionWatch(int statementSeconds) {
        longestNanos = statementSeconds * 1_500_000_000L;
    }

    /** Watches a connection until the use is closed. */
    Use use(Connection connection) {
        Use use = new Use(connection);
        uses.add(use);
        return use;
    }

    /** Aborts what is overdue. Does not wait for the database itself. */
    void abortOverdue() {
        for (Use use : uses) {
            if (use.isOverdue() && uses.remove(use)) {
                StoreMessages.LOG.connectionAborted();
                try {
                    use.connection.abort(Runnable::run);
                } catch (SQLException | RuntimeException | AbstractMethodError e) {
                    StoreMessages.LOG.debug("The connection could not be aborted", e);
                }
            }
        }
    }

    /**
     * The handle that WildFly gives waits for the statement that is under way, also to abort it.
     * Its metadata are the driver's own, and so is their connection.
     */
    private static Connection abortable(Connection handle) {
        if (!handle.getClass().getName().startsWith(WILDFLY)) {
            return handle;
        }
        try {
            return handle.getMetaData().getConnection();
        } catch (SQLException | RuntimeException e) {
            StoreMessages.LOG.debug("The driver's own connection is not to be had", e);
            return handle;
        }
    }

    /** A connection in use, until closed. */
    final class Use implements AutoCloseable {

        private final Connection connection;
        private final long since = System.nanoTime();

        private Use(Connection connection) {
            this.connection = abortable(connection);
        }

        private boolean isOverdue() {
            return System.nanoTime() - since > longestNanos;
        }

        @Override
        public void close() {
            uses.remove(this);
        }
    }
}
