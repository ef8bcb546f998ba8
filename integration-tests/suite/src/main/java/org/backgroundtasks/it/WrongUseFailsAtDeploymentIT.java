package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Promise 5: a wrong deployment fails, with all its problems. (Each rule has its test in the module
 * impl.)
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public class WrongUseFailsAtDeploymentIT {

    @Deployment(name = "wrong-beans", managed = false, testable = false)
    static WebArchive war() {
        return Wars.war(
                        WrongUseFailsAtDeploymentIT.class,
                        "background-tasks.poll-interval=5 seconds")
                .addClasses(WrongBean.class);
    }

    @Deployment(name = "wrong-session-beans", managed = false, testable = false)
    static WebArchive sessionBeans() {
        return Wars.war("wrong-session-beans")
                .addClasses(WrongSessionBean.class, WrongStatefulBean.class);
    }

    @Deployment(name = "wrong-asynchronous", managed = false, testable = false)
    static WebArchive asynchronous() {
        return Wars.war("wrong-asynchronous").addClasses(WrongAsynchronousBean.class);
    }

    @Deployment(name = "wrong-singleton", managed = false, testable = false)
    static WebArchive singleton() {
        return Wars.war("wrong-singleton").addClasses(WrongSingletonBean.class);
    }

    /** Wrong at first. */
    private static final WebArchive REPAIRED =
            Wars.war("repaired", "background-tasks.poll-interval=5 seconds");

    @Deployment(name = "repaired", managed = false, testable = false)
    static WebArchive repaired() {
        return REPAIRED;
    }

    @ArquillianResource Deployer deployer;

    @Test
    void and_what_was_repaired_starts_under_the_same_name() throws IOException {
        assertThat(Refusals.logOfDeploying(deployer, "repaired")).contains("BGTASK000201");

        REPAIRED.delete("/WEB-INF/classes/META-INF/microprofile-config.properties");
        deployer.deploy("repaired");
        deployer.undeploy("repaired");
    }

    @Test
    void with_every_problem_in_the_log_of_the_server() throws IOException {
        assertThat(Refusals.logOfDeploying(deployer, "wrong-beans"))
                .contains("BGTASK000300", "BGTASK000302", "BGTASK000305", "BGTASK000307")
                .contains("BGTASK000201");
    }

    @Test
    @Tag("ejb")
    void also_those_of_session_beans() throws IOException {
        assertThat(Refusals.logOfDeploying(deployer, "wrong-session-beans"))
                .contains("BGTASK000309", "BGTASK000310");
        assertThat(Refusals.logOfDeploying(deployer, "wrong-asynchronous"))
                .contains("BGTASK000311", "BGTASK000313", "BGTASK000315");
        assertThat(Refusals.logOfDeploying(deployer, "wrong-singleton"))
                .contains("BGTASK000316")
                .doesNotContain("fine()");
    }
}
