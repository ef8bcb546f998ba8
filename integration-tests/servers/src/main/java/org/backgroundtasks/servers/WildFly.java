package org.backgroundtasks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A WildFly process, configured by {@code server-config/wildfly}. */
public final class WildFly extends ServerProcess {

    private final Path home;
    private final String configuration;
    private final Path folder;
    private final Map<String, String> environment;
    private final int managementPort;
    private int starts;

    /**
     * An unpacked WildFly, which is not written to.
     *
     * @param configuration the name of one of its files, such as {@code standalone.xml}
     */
    public record Installation(Path home, String configuration) {}

    /**
     * Prepares a server.
     *
     * @param driver the database's driver
     * @param folder of this server
     * @param scripts for {@code jboss-cli}, run in their order on the server's own configuration
     */
    public WildFly(
            String name,
            Installation installation,
            Path driver,
            Path folder,
            int port,
            int managementPort,
            int postgresPort,
            List<Path> scripts)
            throws IOException {
        super(name, port);
        this.home = installation.home().toAbsolutePath();
        this.configuration = installation.configuration();
        this.folder = folder.toAbsolutePath();
        this.managementPort = managementPort;
        this.environment = Map.of("POSTGRES_PORT", String.valueOf(postgresPort));
        copy(home.resolve("standalone"), this.folder);
        Files.copy(
                driver,
                this.folder.resolve("deployments/postgresql.jar"),
                StandardCopyOption.REPLACE_EXISTING);
        for (Path script : scripts) {
            configure(script);
        }
        Files.copy(configuration(), usual(), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path configuration() {
        return folder.resolve("configuration").resolve(configuration);
    }

    /** The configuration without anything that was overridden. */
    private Path usual() {
        return folder.resolve("usual.xml");
    }

    private void configure(Path script) throws IOException {
        requireSuccess(
                cli(
                        Map.of(
                                "JAVA_OPTS",
                                "-Djboss.server.base.dir=%s -Djboss.server.default.config=%s"
                                        .formatted(folder, configuration)),
                        "--file=" + script.toAbsolutePath()),
                script.toString());
    }

    private int cli(Map<String, String> variables, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/jboss-cli.sh").toString()));
        command.addAll(List.of(arguments));
        return Commands.run(command, variables, folder.resolve("cli.log"));
    }

    private static void requireSuccess(int result, String what) throws IOException {
        if (result != 0) {
            throw new IOException(what + " ended with " + result);
        }
    }

    /** Commands for {@code jboss-cli}, one a line. */
    @Override
    public void override(String commands) throws IOException {
        Files.copy(usual(), configuration(), StandardCopyOption.REPLACE_EXISTING);
        if (!commands.isEmpty()) {
            Path script = folder.resolve("tests.cli");
            Files.writeString(script, "embed-server\n" + commands + "\nstop-embedded-server\n");
            configure(script);
        }
    }

    /** Lets the server begin nothing more, and keeps it running. */
    public void suspend() throws IOException {
        manage(":suspend");
    }

    public void resume() throws IOException {
        manage(":resume");
    }

    private void manage(String operation) throws IOException {
        requireSuccess(
                cli(
                        Map.of(),
                        "--connect",
                        "--controller=localhost:" + managementPort,
                        "--command=" + operation),
                operation);
    }

    @Override
    public void deploy(Path war, String name) throws IOException {
        replace(war, folder.resolve("deployments").resolve(name));
    }

    @Override
    public void undeploy(String war) throws IOException {
        Path deployments = folder.resolve("deployments");
        // In this order: an archive without its marker would be deployed again.
        Files.delete(deployments.resolve(war));
        Files.delete(deployments.resolve(war + ".deployed"));
    }

    @Override
    int portOf(String path) {
        return path.startsWith("health/") ? managementPort : super.portOf(path);
    }

    @Override
    Path log() {
        return logs().resolve("server.log");
    }

    /** Each start has a folder of its own, or its log would begin with that of the start before. */
    private Path logs() {
        return folder.resolve("log/" + starts);
    }

    @Override
    ProcessBuilder command(List<String> javaOptions) {
        starts++;
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(javaOptions);
        command.addAll(
                List.of(
                        "-Djboss.home.dir=" + home,
                        "-Djboss.server.base.dir=" + folder,
                        "-Djboss.server.log.dir=" + logs(),
                        // Each of several knows its own transactions by it.
                        "-Djboss.tx.node.id=" + name(),
                        "-Djboss.http.port=" + port(),
                        "-Djboss.https.port=0",
                        "-Djboss.management.http.port=" + managementPort,
                        "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
                        "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
                        "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
                        "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
                        "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/java.net=ALL-UNNAMED",
                        "--add-opens=java.base/java.security=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                        "--add-opens=java.management/javax.management=ALL-UNNAMED",
                        "--add-opens=java.naming/javax.naming=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-jar",
                        home.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        home.resolve("modules").toString(),
                        "org.jboss.as.standalone",
                        "--server-config=" + configuration));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
