package org.backgroundtasks.internal.store.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.testing.LoggedMessages;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a database makes of the name in {@code background-tasks.database-schema}. */
class SchemaNameTest {

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "MARIADB")
    void a_reserved_word_is_refused(TestDatabase database) {
        try (AgroalDataSource dataSource = database.open()) {
            for (String word : List.of("select", "Order", "TABLE")) {
                assertThatThrownBy(() -> check(dataSource, word))
                        .isInstanceOf(TaskStoreException.class)
                        .hasMessageStartingWith("BGTASK000522")
                        .hasMessageContaining("'%s'", word);
            }
            assertThatCode(() -> check(dataSource, "Jobs")).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, Tasks, Tasks",
        "POSTGRESQL, TASKS, tasks",
        "H2, tasks, tasks",
        "H2, Tasks, TASKS",
        "DERBY, tasks, Tasks"
    })
    void a_schema_that_has_other_letters_is_not_passed_by(
            TestDatabase database, String there, String name) throws SQLException {
        try (AgroalDataSource dataSource = database.open()) {
            execute(dataSource, "create schema \"%s\"".formatted(there));

            assertThatThrownBy(() -> check(dataSource, name))
                    .isInstanceOf(TaskStoreException.class)
                    .hasMessageStartingWith("BGTASK000521")
                    .hasMessageContaining(there);
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "MARIADB")
    void a_name_is_read_as_the_database_reads_it_elsewhere(TestDatabase database)
            throws SQLException {
        try (AgroalDataSource dataSource = database.open()) {
            execute(dataSource, "create schema Tasks");

            for (String name : List.of("tasks", "Tasks", "TASKS")) {
                assertThatCode(() -> check(dataSource, name)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void tables_that_are_found_further_on_the_path_are_said() throws SQLException {
        try (AgroalDataSource dataSource = TestDatabase.POSTGRESQL.open();
                LoggedMessages logged = LoggedMessages.of("org.backgroundtasks.store")) {
            new Schema(dataSource, new PostgreSqlDialect(settings(null)))
                    .prepare(SchemaMode.CREATE);
            check(dataSource, null);
            assertThat(logged.withCode("BGTASK000523")).isEmpty();

            execute(dataSource, "create schema shop");
            try (Connection connection = dataSource.getConnection()) {
                connection.createStatement().execute("set search_path to shop, public");
                new PostgreSqlDialect(settings(null)).checkSchema(connection);
                assertThat(logged.withCode("BGTASK000523")).hasSize(1);
                new PostgreSqlDialect(settings("public")).checkSchema(connection);
                assertThat(logged.withCode("BGTASK000523")).hasSize(1);
            }
        }
    }

    private static void check(AgroalDataSource dataSource, String name) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Dialect.of(connection, settings(name)).checkSchema(connection);
        }
    }

    private static StoreSettings settings(String name) {
        return new StoreSettings("unused", SchemaMode.CREATE, name, "");
    }

    private static void execute(AgroalDataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.createStatement().execute(sql);
        }
    }
}
