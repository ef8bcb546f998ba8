package org.backgroundtasks.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** On an embedded Derby, by XA. */
@Tag("derby")
@ExtendWith(ArquillianExtension.class)
public class TasksOnDerbyIT extends ConfiguredDataSource {

    @Deployment
    static WebArchive war() {
        return war(TasksOnDerbyIT.class, System.getProperty("datasources") + "/derby");
    }
}
