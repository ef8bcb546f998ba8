package org.backgroundtasks.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * A real PostgreSQL beside the server under test, on the port that the server's configuration
 * names. It starts before the server does and ends with the tests.
 */
public final class PostgresSession implements LauncherSessionListener {

    private static EmbeddedPostgres postgres;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        start();
    }

    private static synchronized void start() {
        if (postgres == null) {
            try {
                postgres =
                        EmbeddedPostgres.builder()
                                .setPort(Integer.getInteger("postgres.port"))
                                .setServerConfig("max_connections", "200")
                                // A server without this would refuse XA only when a second resource
                                // joins.
                                .setServerConfig("max_prepared_transactions", "100")
                                .start();
                createApplicationTables();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void createApplicationTables() throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table effect (name varchar(100) not null)");
        }
    }
}
