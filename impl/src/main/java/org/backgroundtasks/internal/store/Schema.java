package org.backgroundtasks.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;

/**
 * The tables: looked for, and made by the shipped script where they are missing. Safe when several
 * nodes start at once, and never part of a transaction of the application.
 */
final class Schema {

    static final String TASKS = "background_task";
    static final String FAILURES = "background_task_failure";
    static final String VERSIONS = "background_task_schema";

    private static final int VERSION = 1;
    private static final int TRIES = 10;
    private static final long PAUSE_MILLIS = 100;

    private final DataSource dataSource;
    private final Dialect dialect;
    private final StoreSettings settings;

    Schema(DataSource dataSource, Dialect dialect, StoreSettings settings) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.settings = settings;
    }

    /** The table of tasks as it is named in statements. */
    String tasks() {
        return qualified(TASKS);
    }

    /** The table of failed attempts as it is named in statements. */
    String failures() {
        return qualified(FAILURES);
    }

    private String qualified(String table) {
        return settings.databaseSchema() == null ? table : settings.databaseSchema() + "." + table;
    }

    /** Does what {@code background-tasks.schema} asks for. */
    void prepare() {
        if (settings.schema() == SchemaMode.NONE) {
            return;
        }
        try (BoundedConnection connection = BoundedConnection.open(dataSource)) {
            if (isPresent(connection.get())) {
                return;
            }
        } catch (SQLException e) {
            throw StoreMessages.LOG.failed("look for the tables", e);
        }
        if (settings.schema() == SchemaMode.VALIDATE) {
            throw StoreMessages.LOG.schemaMissing("validate", dialect.script());
        }
        create();
    }

    private void create() {
        SQLException last = null;
        for (int i = 0; i < TRIES; i++) {
            // Another node may have made, or be making, the same tables: then ours fail, and theirs
            // are there.
            try (BoundedConnection connection = BoundedConnection.open(dataSource)) {
                if (!isPresent(connection.get())) {
                    runScript(connection.get());
                    StoreMessages.LOG.schemaCreated(dialect.script());
                }
                return;
            } catch (SQLException e) {
                last = e;
                pause();
            }
        }
        throw StoreMessages.LOG.schemaNotCreated(dialect.script(), last);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isPresent(Connection connection) throws SQLException {
        String table = qualified(VERSIONS);
        if (!ask(connection, dialect.schemaPresent(), table)) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select max(version) from " + table)) {
            row.next();
            int version = row.getInt(1);
            if (version > VERSION) {
                throw StoreMessages.LOG.schemaVersion(version, VERSION);
            }
            return version == VERSION;
        }
    }

    private void runScript(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        String leaveTo = null;
        try {
            execute(
                    connection,
                    dialect.lockSchema() == null ? List.of() : List.of(dialect.lockSchema()));
            if (settings.databaseSchema() != null) {
                if (!ask(connection, dialect.schemaExists(), settings.databaseSchema())) {
                    execute(connection, List.of("create schema " + settings.databaseSchema()));
                }
                leaveTo = dialect.enterSchema(connection, settings.databaseSchema());
            }
            if (!isPresent(connection)) {
                execute(connection, statements());
            }
            connection.commit();
        } catch (Throwable e) {
            Jdbc.rollback(connection, e);
            throw e;
        } finally {
            if (leaveTo != null) {
                connection.setSchema(leaveTo);
            }
            connection.setAutoCommit(true);
        }
    }

    private static void execute(Connection connection, List<String> statements)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A question with a yes or no for an answer, about a name that stands for every parameter. */
    private static boolean ask(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            long parameters = sql.chars().filter(c -> c == '?').count();
            for (String value : Collections.nCopies((int) parameters, name)) {
                statement.setString((int) parameters--, value);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private List<String> statements() {
        try (InputStream script =
                Schema.class.getClassLoader().getResourceAsStream(dialect.script())) {
            if (script == null) {
                throw StoreMessages.LOG.noScript(dialect.script());
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\\s*\n")).filter(sql -> !sql.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
