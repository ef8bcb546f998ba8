package org.backgroundtasks.internal.store.schema;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.StoreContract;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts as they are, run by others than ourselves. */
class MigrationToolsTest {

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.testing.TestDatabase#there")
    void flyway_runs_the_scripts(TestDatabase database) throws SQLException {
        try (AgroalDataSource dataSource = database.open()) {
            Dialect dialect = dialect(dataSource);

            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:org/backgroundtasks/internal/store/" + dialect.folder())
                    .table("background_task_flyway")
                    .load()
                    .migrate();

            assertIsComplete(dataSource, dialect);
        }
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.testing.TestDatabase#there")
    void liquibase_runs_the_scripts(TestDatabase database) throws Exception {
        try (AgroalDataSource dataSource = database.open()) {
            Dialect dialect = dialect(dataSource);

            try (Connection connection = dataSource.getConnection()) {
                // Not closed by itself: it would shut down all of Derby.
                Liquibase liquibase =
                        new Liquibase(
                                "changelog.xml",
                                new ClassLoaderResourceAccessor(),
                                DatabaseFactory.getInstance()
                                        .findCorrectDatabaseImplementation(
                                                new JdbcConnection(connection)));
                liquibase.setChangeLogParameter("folder", dialect.folder());
                liquibase.update(new Contexts());
            }

            assertIsComplete(dataSource, dialect);
        }
    }

    private static Dialect dialect(AgroalDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Dialect.of(connection, StoreContract.settings(SchemaMode.NONE, null));
        }
    }

    private static void assertIsComplete(AgroalDataSource dataSource, Dialect dialect) {
        assertThatCode(() -> new Schema(dataSource, dialect).prepare(SchemaMode.VALIDATE))
                .doesNotThrowAnyException();
    }
}
