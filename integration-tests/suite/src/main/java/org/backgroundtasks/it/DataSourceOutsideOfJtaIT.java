package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskStoreException;
import org.eclipse.microprofile.config.ConfigProvider;
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
        @Background
        public void run() {}
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                DataSourceOutsideOfJtaIT.class,
                "background-tasks.datasource=" + System.getProperty("datasources") + "/outside");
    }

    @Inject Jobs jobs;

    @Test
    void nothing_is_stored_there() throws Exception {
        assertThatThrownBy(() -> jobs.run())
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000514");
        DataSource outside =
                InitialContext.doLookup(
                        ConfigProvider.getConfig()
                                .getValue("background-tasks.datasource", String.class));
        assertThat(Rows.texts(outside, "select name from background_task where name <> ?", "none"))
                .isEmpty();
    }
}
