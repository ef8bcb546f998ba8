package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL process that keeps what it has committed, whatever happens to it. */
final class Postgres implements AutoCloseable {

    private final int port;
    private final Path home;
    private final Path data;
    private final Path binaries;

    Postgres(Path home, int port) throws IOException {
        this.home = Files.createDirectories(home).toAbsolutePath();
        this.port = port;
        this.data = this.home.resolve("data");
        // The library unpacks the program and makes the files; it would start it without fsync.
        EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(this.home.toFile())
                .setDataDirectory(data.toFile())
                .setCleanDataDirectory(false)
                .setPort(port)
                .start()
                .close();
        try (Stream<Path> unpacked = Files.list(this.home)) {
            binaries =
                    unpacked.map(folder -> folder.resolve("bin"))
                            .filter(folder -> Files.exists(folder.resolve("pg_ctl")))
                            .findFirst()
                            .orElseThrow();
        }
        start();
    }

    void start() throws IOException {
        control(
                "start",
                "-l",
                home.resolve("log").toString(),
                "-o",
                "-p %d -c fsync=on -c synchronous_commit=on -c max_connections=200 -c max_prepared_transactions=100"
                        .formatted(port));
        assertThat(text("show fsync")).isEqualTo("on");
        assertThat(text("show synchronous_commit")).isEqualTo("on");
    }

    /** As if it had crashed: nothing is finished, nothing is written that is not written. */
    void stopImmediately() throws IOException {
        control("stop", "-m", "immediate");
    }

    /** Every process of it stands still, and every connection stays open. */
    void freeze() throws IOException {
        signal("-STOP");
    }

    void thaw() throws IOException {
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
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root; in a namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
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
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        new File(home.toFile(), "control.log")))
                        .start();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/postgres?ApplicationName=oracle".formatted(port),
                "postgres",
                "postgres");
    }

    /** Runs statements that answer nothing, each by itself. */
    void execute(String... statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String query) {
        return texts(query).get(0);
    }

    long number(String query) {
        return Long.parseLong(text(query));
    }

    /** The first column. */
    List<String> texts(String query) {
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
        stopImmediately();
    }
}
