package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Promise 5: a wrong deployment fails, with all its problems. (Each rule has its test in the module
 * impl.)
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public class WrongUseFailsAtDeploymentIT {

    @Deployment(name = "wrong", managed = false, testable = false)
    static WebArchive war() {
        return Wars.war(
                        WrongUseFailsAtDeploymentIT.class,
                        "background-tasks.poll-interval=5 seconds")
                .addClasses(WrongBean.class, WrongSessionBean.class, WrongStatefulBean.class);
    }

    @ArquillianResource Deployer deployer;

    @Test
    void with_every_problem_in_the_log_of_the_server() throws IOException {
        Throwable failure = catchThrowable(() -> deployer.deploy("wrong"));

        assertThat(failure).isNotNull();
        assertThat(Files.readString(Path.of(System.getProperty("server.log"))))
                .contains("BGTASK000300", "BGTASK000302", "BGTASK000305", "BGTASK000307")
                .contains("BGTASK000309", "BGTASK000310", "BGTASK000201");
    }
}
