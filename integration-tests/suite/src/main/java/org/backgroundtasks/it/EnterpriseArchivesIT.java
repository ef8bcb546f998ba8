package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.internal.cdi.BackgroundExtension;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.logging.Logger;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In an EAR each WAR with the library works for itself; what cannot work is refused. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public class EnterpriseArchivesIT {

    private static final int CALLS = 40;

    @Deployment(name = "two-wars", managed = false, testable = false)
    static EnterpriseArchive twoWars() {
        return ear("two-wars", war("ear-first"), war("ear-second"));
    }

    @Deployment(name = "api-in-lib", managed = false, testable = false)
    static EnterpriseArchive apiInLib() {
        WebArchive withoutApi = war("ear-third");
        withoutApi.delete("/WEB-INF/lib/" + Wars.jar(TaskScheduler.class).getName());
        return ear("api-in-lib", withoutApi).addAsLibraries(Wars.jar(TaskScheduler.class));
    }

    @Deployment(name = "all-in-lib", managed = false, testable = false)
    static EnterpriseArchive allInLib() {
        WebArchive plain =
                ShrinkWrap.create(WebArchive.class, "ear-fourth.war").addClass(EarServlet.class);
        return ear("all-in-lib", plain)
                .addAsLibraries(
                        Wars.jar(TaskScheduler.class),
                        Wars.jar(BackgroundExtension.class),
                        Wars.jar(Logger.class))
                .addAsLibraries(
                        ShrinkWrap.create(JavaArchive.class, "jobs.jar")
                                .addClass(EarJobs.class)
                                .addAsManifestResource(
                                        new StringAsset("<beans version=\"4.0\"/>"), "beans.xml"));
    }

    private static EnterpriseArchive ear(String name, WebArchive... wars) {
        StringBuilder modules = new StringBuilder();
        for (WebArchive war : wars) {
            String root = war.getName().replace(".war", "");
            modules.append(
                    "<module><web><web-uri>%s.war</web-uri><context-root>/%s</context-root></web></module>"
                            .formatted(root, root));
        }
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .addAsModules(wars)
                .setApplicationXML(
                        new StringAsset(
                                "<application xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"10\">%s"
                                                .formatted(modules)
                                        + "<library-directory>lib</library-directory></application>"));
    }

    /** Its configuration gives it the name of its application: each has its tasks. */
    private static WebArchive war(String name) {
        return Wars.war(name, "background-tasks.application=" + name)
                .addClasses(EarJobs.class, EarServlet.class);
    }

    @ArquillianResource Deployer deployer;

    @Test
    @Tag("ear")
    void two_wars_with_the_library_work_each_for_itself() throws Exception {
        deployer.deploy("two-wars");
        try {
            for (String war : new String[] {"ear-first", "ear-second"}) {
                assertThat(get(war + "/ear?calls=" + CALLS)).isEqualTo("at once: 0");
            }
            for (String war : new String[] {"ear-first", "ear-second"}) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> get(war + "/ear"), ("in its context: " + CALLS)::equals);
            }
        } finally {
            deployer.undeploy("two-wars");
        }
    }

    @Test
    void the_api_apart_from_the_library_is_refused() throws IOException {
        assertThat(Refusals.logOfDeploying(deployer, "api-in-lib")).contains("BGTASK000321");
    }

    @Test
    void all_of_it_apart_from_the_war_is_refused() throws IOException {
        assertThat(Refusals.logOfDeploying(deployer, "all-in-lib")).contains("BGTASK000325");
    }

    private static String get(String path) throws Exception {
        URI address =
                URI.create(
                        "http://localhost:%s/%s".formatted(System.getProperty("http.port"), path));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body()
                .strip();
    }
}
