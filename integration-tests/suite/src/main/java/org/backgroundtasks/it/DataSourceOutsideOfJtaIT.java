package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskStoreException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A data source that takes no part in transactions is refused, with what to change. */
@ExtendWith(ArquillianExtension.class)
public class DataSourceOutsideOfJtaIT {

    @ApplicationScoped
    static class Jobs {
        @Inject Journal journal;

        @Background
        public void run() {
            journal.add("run");
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                DataSourceOutsideOfJtaIT.class,
                "background-tasks.datasource=" + System.getProperty("datasources") + "/outside");
    }

    @Inject Jobs jobs;
    @Inject Journal journal;

    @Test
    void nothing_is_stored_there() {
        assertThatThrownBy(() -> jobs.run())
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000514");
        assertThat(journal.entries()).isEmpty();
    }
}
