package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks on the data source that is configured, an embedded H2, and not on the server's default. */
@ExtendWith(ArquillianExtension.class)
public class ConfiguredDataSourceIT {

    @ApplicationScoped
    static class Jobs {
        @Inject Journal journal;
        @Inject Jobs self;

        @Background
        public void run(String text) throws NamingException {
            journal.add(
                    text
                            + " "
                            + there("select state from background_task where arguments = ?", text));
        }

        @Transactional
        public void callAndFail() throws NamingException {
            self.run("failed");
            throw new IllegalStateException("rejected");
        }

        List<String> there(String sql, String argument) throws NamingException {
            String name =
                    ConfigProvider.getConfig()
                            .getValue("background-tasks.datasource", String.class);
            DataSource configured = (DataSource) new InitialContext().lookup(name);
            return Rows.texts(configured, sql, "[\"" + argument + "\"]");
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                ConfiguredDataSourceIT.class,
                "background-tasks.datasource=" + System.getProperty("second.datasource"));
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;

    @Test
    void a_task_is_stored_and_run_there() {
        TaskId id = scheduler.enqueue(() -> jobs.run("there"));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED);
        assertThat(journal.entries()).containsExactly("there [RUNNING]");
    }

    @Test
    void a_rolled_back_call_stores_nothing_there() throws Exception {
        assertThatThrownBy(() -> jobs.callAndFail()).isInstanceOf(IllegalStateException.class);

        assertThat(jobs.there("select state from background_task where arguments = ?", "failed"))
                .isEmpty();
    }
}
