package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.backgroundtasks.benchmarks.app.Root;
import org.backgroundtasks.servers.OpenLiberty;
import org.backgroundtasks.servers.ServerProcess;
import org.backgroundtasks.servers.Wars;
import org.backgroundtasks.servers.WildFly;

/** The servers as they come out of {@code server-config}. */
final class Servers {

    private final Path folder;
    private final int postgresPort;

    Servers(Path folder, int postgresPort) {
        this.folder = folder;
        this.postgresPort = postgresPort;
    }

    /**
     * Prepares one with the application, ready to be launched.
     *
     * @param server which
     * @param node its number, from 1
     */
    ServerProcess prepare(String server, int node) throws IOException {
        ServerProcess process =
                switch (server) {
                    case "open-liberty" -> openLiberty(node);
                    case "wildfly" -> wildFly(node);
                    default -> throw new IllegalArgumentException("no such server: " + server);
                };
        process.deploy(application());
        return process;
    }

    private Path application() {
        return Wars.export(
                Wars.withLibrary(settings())
                        .addPackage(Root.class.getPackage())
                        .addClasses(Threads.class, Threads.Work.class),
                folder,
                "benchmark.war");
    }

    private static String settings() {
        String more = System.getProperty("benchmark.settings", "");
        return "background-tasks.worker.queues=default,narrow\nbackground-tasks.queue.narrow.concurrency=3\n"
                + more.replace(';', '\n');
    }

    private ServerProcess openLiberty(int node) throws IOException {
        return new OpenLiberty(
                "node" + node,
                property("open-liberty.home"),
                property("server.config").resolve("open-liberty"),
                property("driver"),
                folder.resolve("usr"),
                Integer.getInteger("node" + node + ".port"),
                postgresPort,
                List.of("enterpriseBeansPersistentTimer-4.0"));
    }

    private ServerProcess wildFly(int node) throws IOException {
        return new WildFly(
                "node" + node,
                new WildFly.Installation(property("wildfly.home"), "standalone.xml"),
                driver(),
                folder.resolve("node" + node),
                Integer.getInteger("node" + node + ".port"),
                Integer.getInteger("management" + node + ".port"),
                postgresPort,
                List.of(
                        property("server.config").resolve("wildfly/postgresql.cli"),
                        property("benchmark.config").resolve("wildfly-timers.cli")));
    }

    private static Path driver() throws IOException {
        try (Stream<Path> files = Files.list(property("driver"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static Path property(String name) {
        return Path.of(System.getProperty(name)).toAbsolutePath();
    }
}
