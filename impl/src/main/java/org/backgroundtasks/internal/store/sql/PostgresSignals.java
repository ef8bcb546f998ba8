package org.backgroundtasks.internal.store.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.jdbc.BoundedConnection;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Jdbc.SqlArray;
import org.backgroundtasks.internal.store.worker.Signals;

/**
 * PostgreSQL's LISTEN and NOTIFY.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-notify.html">PostgreSQL, NOTIFY</a>
 */
public final class PostgresSignals implements Signals {

    private static final String CHANNEL = "background_tasks";

    /** Its commit need not reach the disk: word of a task that a crash loses is no task lost. */
    private static final String NOTIFY =
            """
            select set_config('synchronous_commit', 'off', true), pg_notify('%s', queue)
            from unnest(?::text[]) queue
            """
                    .formatted(CHANNEL);

    private final Jdbc jdbc;
    private final DataSource dataSource;

    public PostgresSignals(Jdbc jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    @Override
    public void send(Collection<String> queues) {
        jdbc.query(
                "notify other nodes", NOTIFY, row -> true, new SqlArray("text", queues.toArray()));
    }

    @Override
    public Listening listen() {
        try {
            BoundedConnection connection = BoundedConnection.open(dataSource);
            try {
                execute(connection.get(), "listen " + CHANNEL);
                return new Subscription(connection, new Inbox(connection.get()));
            } catch (SQLException | ReflectiveOperationException | RuntimeException | Error e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | ReflectiveOperationException e) {
            throw StoreMessages.LOG.failed("listen for other nodes", e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Subscription(BoundedConnection connection, Inbox inbox) implements Listening {

        @Override
        public Set<String> await(Duration longest) {
            try {
                return inbox.await((int) longest.toMillis());
            } catch (SQLException | ReflectiveOperationException e) {
                throw StoreMessages.LOG.failed("listen for other nodes", e);
            }
        }

        @Override
        public void close() {
            try (BoundedConnection closing = connection) {
                execute(closing.get(), "unlisten " + CHANNEL);
            } catch (SQLException e) {
                StoreMessages.LOG.debug("A connection that listened is gone", e);
            }
        }
    }

    /**
     * The driver's own interface. The application does not see its class, but what the driver makes
     * comes from the same class loader.
     */
    private static final class Inbox {

        private final Object driver;
        private final Method notifications;

        Inbox(Connection connection) throws SQLException, ReflectiveOperationException {
            ClassLoader loader =
                    connection.createArrayOf("text", new Object[0]).getClass().getClassLoader();
            Class<?> type = Class.forName("org.postgresql.PGConnection", true, loader);
            driver = connection.unwrap(type);
            notifications = type.getMethod("getNotifications", int.class);
        }

        Set<String> await(int millis) throws SQLException, ReflectiveOperationException {
            try {
                Set<String> queues = new HashSet<>();
                Object[] all = (Object[]) notifications.invoke(driver, millis);
                if (all != null) {
                    Method parameter =
                            notifications
                                    .getReturnType()
                                    .getComponentType()
                                    .getMethod("getParameter");
                    for (Object one : all) {
                        queues.add((String) parameter.invoke(one));
                    }
                }
                return queues;
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof SQLException failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }
}
