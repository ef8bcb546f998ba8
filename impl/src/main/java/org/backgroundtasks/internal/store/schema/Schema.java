package org.backgroundtasks.internal.store.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.BoundedConnection;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.jspecify.annotations.Nullable;

/**
 * The tables: looked for, and made or brought up to date by the shipped scripts. Safe when several
 * nodes start at once, and never part of a transaction of the application.
 */
public final class Schema {

    public static final String TASKS = "background_task";
    public static final String FAILURES = "background_task_failure";
    public static final String RENEWALS = "background_task_renewal";
    public static final String NODES = "background_task_node";
    public static final String SCHEDULES = "background_task_schedule";
    public static final String OCCURRENCES = "background_task_occurrence";
    public static final String KEYS = "background_task_key";
    public static final String SIGNATURES = "background_task_signature";
    public static final String LIMITS = "background_task_limit";
    public static final String HOLDERS = "background_task_holder";
    public static final String PAUSES = "background_task_pause";
    public static final String VERSIONS = "background_task_schema";

    /** In the order of their versions, the first of which is 1. */
    private static final List<String> SCRIPTS =
            List.of(
                    "V1__background_tasks.sql",
                    "V2__renewals.sql",
                    "V3__applications.sql",
                    "V4__metadata.sql",
                    "V5__schedules.sql",
                    "V6__keys.sql",
                    "V7__signatures.sql",
                    "V8__limits.sql",
                    "V9__pauses.sql",
                    "V10__queues.sql");

    private static final int VERSION = SCRIPTS.size();

    /**
     * The same object for all class loaders. While H2 changes a table, it forgets what another
     * connection changes of it.
     */
    private static final Object ONE_AT_A_TIME = "org.backgroundtasks.schema".intern();

    private static final int TRIES = 40;

    /** An index of a large table takes its time, and who waits for another node's script, too. */
    private static final Duration LONGEST_STATEMENT = Duration.ofHours(6);

    /** By chance, so that those who were in each other's way do not meet again. */
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final DataSource dataSource;
    private final Dialect dialect;

    public Schema(DataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /** Does what {@code background-tasks.schema} asks for. */
    public void prepare(SchemaMode mode) {
        if (mode == SchemaMode.NONE) {
            return;
        }
        int version;
        try (BoundedConnection connection = BoundedConnection.open(dataSource)) {
            version = version(connection.get());
            if (version >= VERSION) {
                requireComplete(connection.get(), version);
            }
        } catch (SQLException e) {
            throw StoreMessages.LOG.failed("look for the tables", e);
        }
        if (version < VERSION) {
            if (mode == SchemaMode.VALIDATE) {
                throw StoreMessages.LOG.schemaMissing(
                        version, VERSION, String.join(", ", scriptsAfter(version)));
            }
            if (dialect.lockSchema() == null) {
                // Applications of one server start at the same moment, each with this class of its
                // own.
                synchronized (ONE_AT_A_TIME) {
                    bringUpToDate();
                }
            } else {
                bringUpToDate();
            }
        }
    }

    private List<String> scriptsAfter(int version) {
        return SCRIPTS.subList(version, VERSION).stream().map(this::path).toList();
    }

    private String path(String script) {
        return "org/backgroundtasks/internal/store/%s/%s".formatted(dialect.folder(), script);
    }

    /**
     * A schema that is newer by one is that of a release that is being rolled out: it has all that
     * this one needs.
     */
    private void requireComplete(Connection connection, int version) throws SQLException {
        if (version > VERSION + 1) {
            throw StoreMessages.LOG.schemaVersion(version, VERSION);
        }
        if (version > VERSION) {
            StoreMessages.LOG.schemaNewer(version, VERSION);
        }
        List<String> missing = Tables.missing(connection, dialect);
        if (!missing.isEmpty()) {
            throw StoreMessages.LOG.schemaIncomplete(version, String.join(", ", missing));
        }
    }

    private void bringUpToDate() {
        SQLException last = null;
        for (int i = 0; i < TRIES; i++) {
            // Another node may have made, or be making, the same tables: then ours fail, and theirs
            // are there.
            try (BoundedConnection connection =
                    BoundedConnection.open(dataSource, LONGEST_STATEMENT)) {
                List<String> run = runScripts(connection.get());
                run.forEach(StoreMessages.LOG::scriptRun);
                return;
            } catch (SQLException e) {
                last = e;
                pause();
            }
        }
        throw StoreMessages.LOG.schemaNotCreated(dialect.folder(), last);
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The version of the tables, 0 if there are none. */
    private int version(Connection connection) throws SQLException {
        String table = dialect.qualified(VERSIONS);
        if (!ask(connection, dialect.schemaPresent(), table)) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select max(version) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    private List<String> runScripts(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        String leaveTo = null;
        String schema = dialect.schema();
        try {
            execute(
                    connection,
                    dialect.lockSchema() == null ? List.of() : List.of(dialect.lockSchema()));
            if (schema != null) {
                if (!ask(connection, dialect.schemaExists(), schema)) {
                    execute(connection, List.of("create schema " + schema));
                }
                leaveTo = dialect.enterSchema(connection, schema);
            }
            List<String> scripts = scriptsAfter(Math.min(version(connection), VERSION));
            for (String script : scripts) {
                execute(connection, statements(script));
            }
            connection.commit();
            if (leaveTo != null) {
                dialect.leaveSchema(connection, leaveTo);
            }
            connection.setAutoCommit(true);
            return scripts;
        } catch (Throwable e) {
            Jdbc.rollback(connection, e);
            leave(connection, leaveTo, e);
            throw e;
        }
    }

    private void leave(Connection connection, @Nullable String leaveTo, Throwable cause) {
        try {
            if (leaveTo != null) {
                dialect.leaveSchema(connection, leaveTo);
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
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

    /** Whether anything is counted of a name, which stands for every parameter. */
    static boolean ask(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            long parameters = sql.chars().filter(c -> c == '?').count();
            for (String value : Collections.nCopies((int) parameters, name)) {
                statement.setString((int) parameters--, value);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) > 0;
            }
        }
    }

    public static List<String> statements(String path) {
        try (InputStream script = Schema.class.getClassLoader().getResourceAsStream(path)) {
            if (script == null) {
                throw StoreMessages.LOG.noScript(path);
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\\s*\n")).filter(sql -> !sql.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
