package org.backgroundtasks.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The web container's own login, with users of the server. */
@ExtendWith(ArquillianExtension.class)
public class CallersKnownToTheServerIT extends CallersAreKnown {

    @Deployment
    static WebArchive war() {
        return war(CallersKnownToTheServerIT.class)
                .setWebXML(
                        new StringAsset(
                                """
                                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                                  <login-config>
                                    <auth-method>BASIC</auth-method>
                                  </login-config>
                                </web-app>
                                """));
    }
}
