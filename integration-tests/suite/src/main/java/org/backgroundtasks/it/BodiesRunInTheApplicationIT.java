package org.backgroundtasks.it;

import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.backgroundtasks.Background;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A body finds on its thread what the application's own requests find. */
@ExtendWith(ArquillianExtension.class)
public class BodiesRunInTheApplicationIT {

    @ApplicationScoped
    static class Jobs {
        @Inject Journal journal;

        @Background
        public void lookUp(String name) throws NamingException {
            journal.add(InitialContext.doLookup(name).toString());
        }

        @Background
        public void load(String className) throws ClassNotFoundException {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            journal.add("the same class: " + (loader.loadClass(className) == Jobs.class));
        }

        @Background
        public void fetch(String address) {
            Client client = ClientBuilder.newClient();
            try {
                journal.add(client.target(address).request().get(String.class));
            } finally {
                client.close();
            }
        }
    }

    @WebServlet("/greeting")
    public static class Greeting extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.setContentType("text/plain");
            response.getWriter().print("fetched");
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(BodiesRunInTheApplicationIT.class)
                .setWebXML(
                        new StringAsset(
                                """
                                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                                  <env-entry>
                                    <env-entry-name>greeting</env-entry-name>
                                    <env-entry-type>java.lang.String</env-entry-type>
                                    <env-entry-value>looked up</env-entry-value>
                                  </env-entry>
                                </web-app>
                                """));
    }

    @ArquillianResource URL address;
    @Inject Jobs jobs;
    @Inject Journal journal;

    @Test
    void the_names_of_the_component_and_of_the_application() throws Exception {
        jobs.lookUp("java:comp/env/greeting");
        jobs.lookUp("java:app/AppName");

        awaitEntry("looked up");
        awaitEntry(InitialContext.<String>doLookup("java:app/AppName"));
    }

    @Test
    void the_classes_of_the_application() throws Exception {
        jobs.load(Jobs.class.getName());

        awaitEntry("the same class: true");
    }

    @Test
    void a_client_of_rest_services() {
        jobs.fetch(address + "greeting");

        awaitEntry("fetched");
    }

    private void awaitEntry(String entry) {
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count(entry) == 1);
    }
}
