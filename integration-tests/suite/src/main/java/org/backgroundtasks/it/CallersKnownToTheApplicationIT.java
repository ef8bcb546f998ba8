package org.backgroundtasks.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jakarta Security, with users of the application. */
@ExtendWith(ArquillianExtension.class)
public class CallersKnownToTheApplicationIT extends CallersAreKnown {

    @Deployment
    static WebArchive war() {
        return war(CallersKnownToTheApplicationIT.class).addClass(AliceStore.class);
    }
}
