package org.backgroundtasks.testing;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A fresh, empty database on a real engine, behind a pool that takes part in JTA. */
public enum TestDatabase {
    H2 {
        @Override
        public String waitsOneSecond() {
            return "set lock_timeout 1000";
        }

        @Override
        String freshUrl() {
            return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        }

        @Override
        String user() {
            return "sa";
        }
    },

    DERBY {
        @Override
        public String waitsOneSecond() {
            return "call syscs_util.syscs_set_database_property('derby.locks.waitTimeout', '1')";
        }

        @Override
        String freshUrl() {
            return "jdbc:derby:memory:%s;create=true".formatted(freshName());
        }

        @Override
        String user() {
            return "app";
        }

        @Override
        public boolean skipsLocked() {
            return false;
        }

        @Override
        public String longAgo() {
            return "0";
        }
    },

    MARIADB {
        @Override
        public String waitsOneSecond() {
            return "set session innodb_lock_wait_timeout = 1";
        }

        @Override
        String freshUrl() {
            String name = freshName();
            executeAt(MariaDb.url(""), "create database " + name);
            return MariaDb.url(name);
        }

        @Override
        String user() {
            return "root";
        }
    },

    POSTGRESQL {
        @Override
        public String waitsOneSecond() {
            return "set lock_timeout = '1s'";
        }

        @Override
        String freshUrl() {
            return urlOfFresh(Server.INSTANCE);
        }

        @Override
        String user() {
            return "postgres";
        }

        @Override
        public boolean notifies() {
            return true;
        }
    },

    POSTGRESQL_14 {
        @Override
        public String waitsOneSecond() {
            return "set lock_timeout = '1s'";
        }

        @Override
        String freshUrl() {
            return urlOfFresh(Server14.INSTANCE);
        }

        @Override
        String user() {
            return "postgres";
        }

        @Override
        public boolean isThere() {
            return System.getProperty("os.name").equals("Linux")
                    && System.getProperty("os.arch").equals("amd64");
        }

        @Override
        public boolean notifies() {
            return true;
        }
    };

    /** A statement after which a session waits for locks no longer than this. */
    public abstract String waitsOneSecond();

    /** All that are there on this machine. */
    public static Stream<TestDatabase> there() {
        // While one works on something, -Dtest.databases=H2,DERBY saves the time of the others.
        String some = System.getProperty("test.databases", "");
        return Arrays.stream(values())
                .filter(TestDatabase::isThere)
                .filter(one -> some.isEmpty() || List.of(some.split(",")).contains(one.name()));
    }

    /** Whether it is there on this machine. */
    public boolean isThere() {
        return true;
    }

    /** Whether its sessions can tell each other of something. */
    public boolean notifies() {
        return false;
    }

    static String urlOfFresh(EmbeddedPostgres server) {
        String name = freshName();
        executeAt(server.getJdbcUrl("postgres", "postgres"), "create database " + name);
        return server.getJdbcUrl("postgres", name);
    }

    abstract String freshUrl();

    abstract String user();

    /** Whether it can leave out what others have locked, where all others wait. */
    public boolean skipsLocked() {
        return true;
    }

    /** A time, as it is kept. */
    public String longAgo() {
        return "timestamp '2020-01-01 00:00:00'";
    }

    private static String freshName() {
        return "test_" + UUID.randomUUID().toString().replace("-", "");
    }

    static void executeAt(String url, String statement) {
        try (Connection connection = DriverManager.getConnection(url);
                var sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public AgroalDataSource open() {
        return open(freshUrl(), TransactionIsolation.READ_COMMITTED);
    }

    public AgroalDataSource open(TransactionIsolation isolation) {
        return open(freshUrl(), isolation);
    }

    /** A fresh database that JTA does not know. */
    public AgroalDataSource openOutsideOfJta(boolean commitsByItself) {
        return open(freshUrl(), connections -> connections.autoCommit(commitsByItself), pool -> {});
    }

    /** Another pool on the database of this one. */
    public AgroalDataSource openAgain(AgroalDataSource known) {
        var connections =
                known.getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration();
        return open(
                connections.jdbcUrl(),
                (TransactionIsolation) connections.jdbcTransactionIsolation());
    }

    /** The fresh database behind a proxy to its server; only for PostgreSQL. */
    public AgroalDataSource open(FreezingProxy proxy) {
        String url = freshUrl().replace(":" + serverPort() + "/", ":" + proxy.port() + "/");
        return open(url + "&cancelSignalTimeout=1", TransactionIsolation.READ_COMMITTED);
    }

    public static int serverPort() {
        return Server.INSTANCE.getPort();
    }

    /** Runs a statement, in the JTA transaction of the thread if there is one. */
    public static void execute(DataSource dataSource, String statement) {
        try (Connection connection = dataSource.getConnection();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One at an address, for what is to be set there. */
    public AgroalDataSource open(String url) {
        return open(url, TransactionIsolation.READ_COMMITTED);
    }

    private AgroalDataSource open(String url, TransactionIsolation isolation) {
        return open(
                url,
                connections -> connections.jdbcTransactionIsolation(isolation),
                pool ->
                        pool.transactionIntegration(
                                new NarayanaTransactionIntegration(Jta.MANAGER, Jta.REGISTRY)));
    }

    private AgroalDataSource open(
            String url,
            Consumer<AgroalConnectionFactoryConfigurationSupplier> ofConnections,
            Consumer<AgroalConnectionPoolConfigurationSupplier> ofPool) {
        var connections =
                new AgroalConnectionFactoryConfigurationSupplier()
                        .jdbcUrl(url)
                        .principal(new NamePrincipal(user()))
                        .credential(new SimplePassword(""));
        ofConnections.accept(connections);
        var configuration = new AgroalDataSourceConfigurationSupplier();
        var pool =
                configuration
                        .connectionPoolConfiguration()
                        .maxSize(30)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .connectionFactoryConfiguration(connections);
        ofPool.accept(pool);
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One server for all tests of this JVM; it ends with it. */
    private static final class Server {

        static final EmbeddedPostgres INSTANCE = start(EmbeddedPostgres.builder());
    }

    /** The oldest that is supported. */
    private static final class Server14 {

        static final EmbeddedPostgres INSTANCE =
                start(
                        EmbeddedPostgres.builder()
                                .setPgBinaryResolver(
                                        (system, machine) ->
                                                new FileInputStream(
                                                        System.getProperty("postgresql.14"))));
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            return builder.setServerConfig("max_connections", "200")
                    .setServerConfig("max_prepared_transactions", "5")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
