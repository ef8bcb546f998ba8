package org.backgroundtasks.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a MariaDB, by XA. */
@Tag("mariadb")
@ExtendWith(ArquillianExtension.class)
public class TasksOnMariaDbIT extends ConfiguredDataSource {

    @Deployment
    static WebArchive war() {
        return war(TasksOnMariaDbIT.class, System.getProperty("datasources") + "/mariadb");
    }
}
