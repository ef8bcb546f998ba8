package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
 * The health checks, on servers with MicroProfile Health; elsewhere every other test shows that
 * nothing needs it.
 */
@Tag("health")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public class HealthIT {

    @Deployment(name = "healthy", managed = false, testable = false)
    static WebArchive healthy() {
        return Wars.war("healthy").addClasses(Mails.class);
    }

    @Deployment(name = "cut-off", managed = false, testable = false)
    static WebArchive cutOff() {
        return Wars.war("cut-off", "background-tasks.datasource=jdbc/missing")
                .addClasses(Mails.class);
    }

    @ArquillianResource Deployer deployer;

    @Test
    void a_node_whose_database_answers_is_ready_and_alive() throws IOException {
        deployer.deploy("healthy");
        try {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () ->
                                    assertThat(check("ready").body())
                                            .contains("background-tasks-store"));
            assertThat(check("ready").statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(check("live").body()).contains("lostLeases"));
            assertThat(check("live").statusCode()).isEqualTo(200);
        } finally {
            deployer.undeploy("healthy");
        }
    }

    @Test
    void a_node_without_its_data_source_is_alive_and_not_ready() throws IOException {
        deployer.deploy("cut-off");
        try {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () ->
                                    assertThat(check("ready").body())
                                            .contains("jdbc/missing", "BGTASK000408"));
            assertThat(check("ready").statusCode()).isEqualTo(503);
            assertThat(check("live").statusCode()).isEqualTo(200);
        } finally {
            deployer.undeploy("cut-off");
        }
    }

    private static HttpResponse<String> check(String kind) throws IOException {
        URI address =
                URI.create(
                        "http://localhost:%s/health/%s"
                                .formatted(System.getProperty("health.port"), kind));
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address).build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
