package org.backgroundtasks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An Open Liberty process, configured by {@code server-config/open-liberty}. */
public final class OpenLiberty extends ServerProcess {

    /** Servers are started often in tests, and start sooner with fewer features. */
    private static final List<String> FEATURES =
            List.of(
                    "cdi-4.0",
                    "concurrent-3.0",
                    "enterpriseBeansLite-4.0",
                    "jdbc-4.3",
                    "jndi-1.0",
                    "jsonb-3.0",
                    "mpConfig-3.1",
                    "mpHealth-4.0",
                    "persistence-3.1",
                    "restfulWS-3.1");

    private final Path installation;
    private final Path folder;
    private final Map<String, String> environment;

    /**
     * Prepares a server.
     *
     * @param installation the unpacked Liberty, which is not written to
     * @param configuration a folder with a server.xml
     * @param drivers a folder with the database's driver
     * @param userFolder where servers are kept
     * @param moreFeatures beyond what the worker and the tests need
     */
    public OpenLiberty(
            String name,
            Path installation,
            Path configuration,
            Path drivers,
            Path userFolder,
            int port,
            int postgresPort,
            List<String> moreFeatures)
            throws IOException {
        super(name, port);
        this.installation = installation.toAbsolutePath();
        this.folder = userFolder.toAbsolutePath().resolve("servers").resolve(name);
        this.environment =
                Map.of(
                        "WLP_USER_DIR", userFolder.toAbsolutePath().toString(),
                        "HTTP_PORT", String.valueOf(port),
                        "POSTGRES_PORT", String.valueOf(postgresPort));
        copy(configuration, folder);
        leaveOutWhatIsNotNeeded(folder.resolve("server.xml"), moreFeatures);
        copy(drivers, folder.resolve("lib"));
        Files.createDirectories(folder.resolve("dropins"));
    }

    private static void leaveOutWhatIsNotNeeded(Path file, List<String> more) throws IOException {
        String features =
                Stream.concat(FEATURES.stream(), more.stream())
                        .map("<feature>%s</feature>"::formatted)
                        .collect(Collectors.joining("", "<featureManager>", "</featureManager>"));
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll("(?s)<featureManager>.*</featureManager>", features));
    }

    @Override
    public void deploy(Path war, String name) throws IOException {
        replace(war, folder.resolve("dropins").resolve(name));
    }

    @Override
    public void undeploy(String war) throws IOException {
        Files.delete(folder.resolve("dropins").resolve(war));
    }

    @Override
    ProcessBuilder command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(javaOptions);
        command.add("@" + installation.resolve("lib/platform/java/java9.options"));
        command.add("-javaagent:" + installation.resolve("bin/tools/ws-javaagent.jar"));
        command.add("-jar");
        command.add(installation.resolve("bin/tools/ws-server.jar").toString());
        command.add(name());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    @Override
    Path log() {
        return folder.resolve("logs/messages.log");
    }

    /** XML of a server.xml, without its root. */
    @Override
    public void override(String xml) throws IOException {
        Path overrides = Files.createDirectories(folder.resolve("configDropins/overrides"));
        Files.writeString(overrides.resolve("tests.xml"), "<server>" + xml + "</server>");
    }
}
