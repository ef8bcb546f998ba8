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

    private final Path installation;
    private final Path folder;
    private final Map<String, String> environment;
    private final int managementPort;

    /**
     * Prepares a server.
     *
     * @param installation the unpacked WildFly, which is not written to
     * @param driver the database's driver
     * @param folder of this server
     * @param scripts for {@code jboss-cli}, run in their order on the server's own configuration
     */
    public WildFly(
            String name,
            Path installation,
            Path driver,
            Path folder,
            int port,
            int managementPort,
            int postgresPort,
            List<Path> scripts)
            throws IOException {
        super(name, port);
        this.installation = installation.toAbsolutePath();
        this.folder = folder.toAbsolutePath();
        this.managementPort = managementPort;
        this.environment = Map.of("POSTGRES_PORT", String.valueOf(postgresPort));
        copy(installation.resolve("standalone"), this.folder);
        Files.copy(
                driver,
                this.folder.resolve("deployments/postgresql.jar"),
                StandardCopyOption.REPLACE_EXISTING);
        for (Path script : scripts) {
            configure(script);
        }
    }

    private void configure(Path script) throws IOException {
        int result =
                Commands.run(
                        List.of(
                                installation.resolve("bin/jboss-cli.sh").toString(),
                                "--file=" + script.toAbsolutePath()),
                        Map.of("JAVA_OPTS", "-Djboss.server.base.dir=" + folder),
                        folder.resolve("cli.log"));
        if (result != 0) {
            throw new IOException(script + " ended with " + result);
        }
    }

    @Override
    public void deploy(Path war) throws IOException {
        replace(war, folder.resolve("deployments").resolve(war.getFileName()));
    }

    @Override
    ProcessBuilder command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(javaOptions);
        command.addAll(
                List.of(
                        "-Djboss.home.dir=" + installation,
                        "-Djboss.server.base.dir=" + folder,
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
                        installation.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        installation.resolve("modules").toString(),
                        "org.jboss.as.standalone"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
