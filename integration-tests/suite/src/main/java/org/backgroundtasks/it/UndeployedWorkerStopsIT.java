package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After an undeployment nothing of the worker goes on, and what it was at is given back. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public class UndeployedWorkerStopsIT {

    @Deployment(name = "stopping", managed = false, testable = false)
    static WebArchive war() {
        return Wars.war(
                        UndeployedWorkerStopsIT.class,
                        "background-tasks.poll-interval=PT0.2S",
                        "background-tasks.shutdown-timeout=PT0.5S")
                .addClasses(EndlessJobs.class, EndlessCaller.class);
    }

    @ArquillianResource Deployer deployer;

    @Test
    void running_tasks_are_given_back_and_no_more_are_claimed() throws Exception {
        deployer.deploy("stopping");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> states("undeploy.endless"), List.of("RUNNING 1")::equals);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> states("undeploy.quick"), List.of("SUCCEEDED 1")::equals);

        deployer.undeploy("stopping");

        assertThat(states("undeploy.endless"))
                .as("given back, its attempt not counted")
                .containsExactly("READY 0");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> states("undeploy.endless"), List.of("READY 0")::equals);
    }

    private static List<String> states(String name) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://localhost:%s/postgres"
                                        .formatted(System.getProperty("postgres.port")),
                                "postgres",
                                "postgres");
                var statement =
                        connection.prepareStatement(
                                "select state || ' ' || attempts from background_task where name = ?")) {
            statement.setString(1, name);
            List<String> states = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    states.add(rows.getString(1));
                }
            }
            return states;
        }
    }
}
