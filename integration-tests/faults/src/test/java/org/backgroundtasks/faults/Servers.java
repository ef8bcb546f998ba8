package org.backgroundtasks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.backgroundtasks.servers.OpenLiberty;
import org.backgroundtasks.servers.ServerProcess;
import org.backgroundtasks.servers.WildFly;

/** Which servers the faults happen to: {@code -Dfaults.server=open-liberty} or {@code wildfly}. */
enum Servers {
    OPEN_LIBERTY("Open Liberty", "CWWKZ0009I") {
        @Override
        ServerProcess prepare(String name, Path folder, int postgresPort) throws IOException {
            return new OpenLiberty(
                    name,
                    path("server.home"),
                    path("server.config").resolve("open-liberty"),
                    path("driver"),
                    folder.resolve("usr"),
                    Integer.getInteger(name + ".port"),
                    postgresPort,
                    List.of());
        }

        @Override
        String of(Overriding overriding) {
            return overriding.openLiberty();
        }
    },
    WILDFLY("WildFly", "WFLYSRV0009") {
        @Override
        ServerProcess prepare(String name, Path folder, int postgresPort) throws IOException {
            return new WildFly(
                    name,
                    // Of its configurations, one that has MicroProfile Health.
                    new WildFly.Installation(path("server.home"), "standalone-microprofile.xml"),
                    driver(),
                    folder.resolve(name),
                    Integer.getInteger(name + ".port"),
                    Integer.getInteger(name + ".management.port"),
                    postgresPort,
                    List.of(path("server.config").resolve("wildfly/postgresql.cli")));
        }

        @Override
        String of(Overriding overriding) {
            return overriding.wildFly();
        }
    };

    private final String title;
    private final String undeployed;

    Servers(String title, String undeployed) {
        this.title = title;
        this.undeployed = undeployed;
    }

    /** The code by which the server logs that nothing is left of an application. */
    String undeployed() {
        return undeployed;
    }

    abstract ServerProcess prepare(String name, Path folder, int postgresPort) throws IOException;

    /** What is to be overridden, in the words of this server. */
    abstract String of(Overriding overriding);

    static Servers chosen() {
        return switch (System.getProperty("faults.server")) {
            case "open-liberty" -> OPEN_LIBERTY;
            case "wildfly" -> WILDFLY;
            default ->
                    throw new IllegalArgumentException("faults.server is open-liberty or wildfly");
        };
    }

    @Override
    public String toString() {
        return title;
    }

    private static Path driver() throws IOException {
        try (Stream<Path> files = Files.list(path("driver"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property));
    }
}
