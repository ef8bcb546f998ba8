package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.backgroundtasks.servers.Postgres;

/** The one database of all contenders: durable, with nothing else in it. */
final class Database implements AutoCloseable {

    /** What a small server of its own would have; the defaults are for a computer of long ago. */
    private static final String SETTINGS =
            "-c shared_buffers=512MB -c max_wal_size=4GB -c checkpoint_timeout=15min -c max_connections=200";

    private final Postgres postgres;

    Database(Path home, int port) throws IOException {
        postgres = new Postgres(home, port, SETTINGS);
    }

    Postgres postgres() {
        return postgres;
    }

    /** So that one trial does not pay for what another has written. */
    void settle() {
        postgres.execute("checkpoint");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
