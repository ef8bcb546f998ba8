package org.backgroundtasks.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** On an embedded H2. */
@ExtendWith(ArquillianExtension.class)
public class TasksOnH2IT extends ConfiguredDataSource {

    @Deployment
    static WebArchive war() {
        return war(TasksOnH2IT.class, System.getProperty("second.datasource"));
    }
}
