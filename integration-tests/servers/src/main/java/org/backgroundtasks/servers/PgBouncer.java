package org.backgroundtasks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PgBouncer process before a PostgreSQL, in transaction mode: each transaction gets a connection
 * of its own.
 */
public final class PgBouncer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final int port;
    private final Process process;

    /**
     * Starts it.
     *
     * @param home an empty folder
     */
    public PgBouncer(Path home, int port, Postgres postgres) throws IOException {
        this.port = port;
        Files.createDirectories(home);
        Path configuration = home.resolve("pgbouncer.ini").toAbsolutePath();
        Files.writeString(
                configuration,
                """
                [databases]
                postgres = host=localhost port=%d dbname=postgres user=postgres password=postgres
                [pgbouncer]
                listen_addr = localhost
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                max_client_conn = 200
                default_pool_size = 40
                ignore_startup_parameters = extra_float_digits
                """
                        .formatted(postgres.port(), port));
        List<String> command = new ArrayList<>(Commands.asNobody());
        command.addAll(List.of(PROGRAM.toString(), configuration.toString()));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("log").toFile())
                        .start();
    }

    /** Whether this machine has the program. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
