package org.backgroundtasks.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL process that keeps what it has committed, whatever happens to it. */
public final class Postgres implements AutoCloseable {

    private static Path programs;

    private final int port;
    private final Path home;
    private final Path data;
    private final Path binaries;
    private final String settings;
    private boolean isKilled;

    /**
     * Makes a new database and starts it.
     *
     * @param home an empty folder
     * @param settings more options of the program, such as {@code -c shared_buffers=512MB}
     */
    public Postgres(Path home, int port, String settings) throws IOException {
        this(home, home.resolve("data"), port, settings);
    }

    /**
     * Makes a new database and starts it.
     *
     * @param home an empty folder
     * @param data where its files are to be; empty, if it is there
     */
    public Postgres(Path home, Path data, int port, String settings) throws IOException {
        this.home = Files.createDirectories(home).toAbsolutePath();
        this.port = port;
        this.settings = settings;
        this.data = data.toAbsolutePath();
        // The library unpacks the program and makes the files; it would start it without fsync.
        EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(this.home.toFile())
                .setDataDirectory(this.data.toFile())
                .setCleanDataDirectory(false)
                .setPort(port)
                .start()
                .close();
        binaries = programs(this.home);
        start();
    }

    /** The library unpacks them once, for the first database of this JVM. */
    private static synchronized Path programs(Path first) throws IOException {
        if (programs == null) {
            try (Stream<Path> unpacked = Files.list(first)) {
                programs =
                        unpacked.map(folder -> folder.resolve("bin"))
                                .filter(folder -> Files.exists(folder.resolve("pg_ctl")))
                                .findFirst()
                                .orElseThrow();
            }
        }
        return programs;
    }

    /** A standby with a copy of the files of a primary that does not run. */
    private Postgres(Postgres primary, Path home, int port) throws IOException {
        this.home = Files.createDirectories(home).toAbsolutePath();
        this.port = port;
        this.settings = primary.settings;
        this.data = this.home.resolve("data");
        this.binaries = primary.binaries;
        if (run(List.of("cp", "-a", primary.data.toString(), data.toString())) != 0) {
            throw new IOException(primary.data + " cannot be copied");
        }
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=%d user=postgres'%n"
                        .formatted(primary.port),
                StandardOpenOption.APPEND);
    }

    /**
     * Starts it again with a standby, for which each commit waits from then on.
     *
     * @param home of the standby, an empty folder
     */
    public Postgres startWithStandby(Path home, int port) throws IOException {
        control("stop", "-m", "fast");
        Postgres standby = new Postgres(this, home, port);
        start();
        standby.start();
        execute("alter system set synchronous_standby_names = '*'", "select pg_reload_conf()");
        return standby;
    }

    /** From now on this standby is the primary. */
    public void promote() throws IOException {
        control("promote");
    }

    /** Kills every process of it, so that nothing in it can notice. */
    public void kill() throws IOException {
        signal("-KILL");
        isKilled = true;
    }

    /** Starts it again, and makes sure that it is durable. */
    public void start() throws IOException {
        control(
                "start",
                "-l",
                log().toString(),
                "-o",
                "-p %d -c fsync=on -c synchronous_commit=on %s".formatted(port, settings));
        requireOn("fsync");
        requireOn("synchronous_commit");
        requireOn("full_page_writes");
    }

    private void requireOn(String setting) {
        if (!text("show " + setting).equals("on")) {
            throw new IllegalStateException(setting + " is not on");
        }
    }

    public int port() {
        return port;
    }

    /** What the server has logged. */
    public Path log() {
        return home.resolve("log");
    }

    /** As if it had crashed: nothing is finished, nothing is written that is not written. */
    public void stopImmediately() throws IOException {
        control("stop", "-m", "immediate");
    }

    /** Every process of it stands still, and every connection stays open. */
    public void freeze() throws IOException {
        signal("-STOP");
    }

    public void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.add(String.valueOf(pid));
        postmaster.descendants().forEach(child -> command.add(String.valueOf(child.pid())));
        // One may have ended since it was listed.
        run(command);
    }

    private void control(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(Commands.asNobody());
        command.addAll(
                List.of(
                        binaries.resolve("pg_ctl").toString(),
                        "-D",
                        data.toString(),
                        "-w",
                        "-t",
                        "60"));
        command.addAll(List.of(arguments));
        int result = run(command);
        if (result != 0) {
            throw new IOException(command + " ended with " + result);
        }
    }

    private int run(List<String> command) throws IOException {
        return Commands.run(command, Map.of(), home.resolve("control.log"));
    }

    /** A connection of the test's own. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url() + "?ApplicationName=oracle", "postgres", "postgres");
    }

    /** The address of the database {@code postgres}; user and password are {@code postgres}. */
    public String url() {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
    }

    /** Runs statements that answer nothing, each by itself. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String text(String query) {
        return texts(query).get(0);
    }

    public long number(String query) {
        return Long.parseLong(text(query));
    }

    /** The first column. */
    public List<String> texts(String query) {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!isKilled) {
            stopImmediately();
        }
    }
}
