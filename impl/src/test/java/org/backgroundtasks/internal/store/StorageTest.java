package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.testing.LoggedMessages;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an embedded database keeps its data. */
class StorageTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "split:", "nioMapped:"})
    void files_that_an_interrupted_thread_breaks_are_refused(String way) {
        assertThatThrownBy(() -> check("jdbc:h2:" + way + folder + "/tasks"))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000517")
                .hasMessageContaining("async:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"async:", "file:async:", "split:async:", "retry:"})
    void files_that_survive_an_interrupt_are_taken(String way) {
        assertThatCode(() -> check("jdbc:h2:" + way + folder + "/tasks"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem:tasks", "mem:", "memFS:tasks", "nioMemFS:tasks"})
    void memory_is_taken_and_warned_of(String way) {
        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks.store")) {
            assertThatCode(() -> check("jdbc:h2:" + way)).doesNotThrowAnyException();

            assertThat(messages.withCode("BGTASK000518")).hasSize(1);
        }
    }

    @Test
    void a_server_keeps_its_files_from_our_threads() throws SQLException {
        Server server =
                Server.createTcpServer(
                                "-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                        .start();
        try {
            check("jdbc:h2:tcp://localhost:" + server.getPort() + "/./tasks");
        } finally {
            server.stop();
        }
    }

    @Test
    void what_a_thread_has_stored_when_it_is_interrupted_stays() throws Exception {
        String url = "jdbc:h2:async:" + folder + "/tasks";
        try (Connection other = DriverManager.getConnection(url, "sa", "")) {
            other.createStatement().execute("create table one (number integer)");
            Thread interrupted =
                    new Thread(
                            () -> {
                                Thread.currentThread().interrupt();
                                try (Connection own = DriverManager.getConnection(url, "sa", "")) {
                                    own.createStatement().execute("insert into one values (1)");
                                    own.createStatement().execute("checkpoint sync");
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            interrupted.start();
            interrupted.join();
            try (var rows = other.createStatement().executeQuery("select count(*) from one")) {
                rows.next();
                assertThat(rows.getInt(1)).isOne();
            }
        }
    }

    private static void check(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            Dialect.of(connection, StoreContract.settings(SchemaMode.NONE, null))
                    .checkStorage(connection);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_TO_LOWER=TRUE", "DATABASE_TO_UPPER=FALSE", "MODE=PostgreSQL"})
    void tables_are_found_however_h2_spells_names(String spelling) {
        for (TestProvider provider : TestProvider.values()) {
            provider.install();
            String url = "jdbc:h2:mem:%s%s;DB_CLOSE_DELAY=-1;%s";
            try (AgroalDataSource dataSource =
                    TestDatabase.H2.open(url.formatted(provider, spelling, spelling))) {
                for (String schema : new String[] {null, "Jobs"}) {
                    for (SchemaMode mode :
                            new SchemaMode[] {SchemaMode.CREATE, SchemaMode.VALIDATE}) {
                        // It stores a task, and looks for it.
                        Stores.open(
                                        provider.around(dataSource),
                                        StoreContract.settings(mode, schema),
                                        "node",
                                        Duration.ofSeconds(5))
                                .close();
                    }
                }
            }
        }
    }
}
