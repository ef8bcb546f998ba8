package org.backgroundtasks.testing;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/** A fresh, empty database on a real engine, behind a pool that takes part in JTA. */
public enum TestDatabase {
    H2 {
        @Override
        String freshUrl() {
            return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        }

        @Override
        String user() {
            return "sa";
        }
    },

    POSTGRESQL {
        @Override
        String freshUrl() {
            String name = "test_" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Server.INSTANCE.getJdbcUrl("postgres", name);
        }

        @Override
        String user() {
            return "postgres";
        }
    };

    abstract String freshUrl();

    abstract String user();

    public AgroalDataSource open() {
        return open(freshUrl());
    }

    /** The fresh database behind a proxy to its server; only for PostgreSQL. */
    public AgroalDataSource open(FreezingProxy proxy) {
        String url = freshUrl().replace(":" + serverPort() + "/", ":" + proxy.port() + "/");
        return open(url + "&cancelSignalTimeout=1");
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

    AgroalDataSource open(String url) {
        var connections =
                new AgroalConnectionFactoryConfigurationSupplier()
                        .jdbcUrl(url)
                        .principal(new NamePrincipal(user()))
                        .credential(new SimplePassword(""));
        var configuration =
                new AgroalDataSourceConfigurationSupplier()
                        .connectionPoolConfiguration(
                                pool ->
                                        pool.maxSize(30)
                                                .acquisitionTimeout(Duration.ofSeconds(20))
                                                .transactionIntegration(
                                                        new NarayanaTransactionIntegration(
                                                                Jta.MANAGER, Jta.REGISTRY))
                                                .connectionFactoryConfiguration(connections));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One server for all tests of this JVM; it ends with it. */
    private static final class Server {

        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
