package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Deployer;

/** Deployments that are to be refused. */
final class Refusals {

    private Refusals() {}

    /** What the server logs while it refuses to deploy this. */
    static String logOfDeploying(Deployer deployer, String name) throws IOException {
        Path log = Path.of(System.getProperty("server.log"));
        int before = Files.exists(log) ? Files.readString(log).length() : 0;

        assertThatThrownBy(() -> deployer.deploy(name)).isNotNull();

        return Files.readString(log).substring(before);
    }
}
