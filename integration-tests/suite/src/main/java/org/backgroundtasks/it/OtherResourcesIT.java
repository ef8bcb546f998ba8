package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Duration;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskStoreException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tasks on a data source that is not XA, and another such in the transaction: it cannot take in
 * both, and nothing commits by half.
 */
@ExtendWith(ArquillianExtension.class)
public class OtherResourcesIT {

    @ApplicationScoped
    static class Notes {

        void prepare() throws NamingException, SQLException {
            execute("create table if not exists note (name varchar(20))");
        }

        void write(String name) throws NamingException, SQLException {
            execute("insert into note values ('" + name + "')");
        }

        int count(String name) throws NamingException {
            return Rows.texts(dataSource(), "select name from note where name = ?", name).size();
        }

        private static void execute(String sql) throws NamingException, SQLException {
            try (var connection = dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private static DataSource dataSource() throws NamingException {
            return InitialContext.doLookup(
                    ConfigProvider.getConfig().getValue("notes.datasource", String.class));
        }
    }

    @ApplicationScoped
    static class Jobs {
        @Inject Jobs self;
        @Inject Notes notes;
        @Inject TaskScheduler scheduler;

        @Background
        public void write(String name) throws NamingException, SQLException {
            notes.write(name);
        }

        @Transactional
        public void writeAndCall(String name) throws NamingException, SQLException {
            notes.write(name);
            scheduler.enqueue(() -> self.write("by the task"));
        }
    }

    @Deployment
    static WebArchive war() {
        String folder = System.getProperty("datasources");
        return Wars.war(
                OtherResourcesIT.class,
                "background-tasks.datasource=" + folder + "/local1",
                "notes.datasource=" + folder + "/local2");
    }

    @Inject Jobs jobs;
    @Inject Notes notes;
    @Inject TaskScheduler scheduler;

    @BeforeEach
    void prepare() throws Exception {
        notes.prepare();
    }

    @Test
    void a_caller_that_has_used_it_is_told_what_to_change() throws Exception {
        assertThatThrownBy(() -> jobs.writeAndCall("by the caller"))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000515");

        assertThat(notes.count("by the caller")).isZero();
        assertThat(notes.count("by the task")).isZero();
    }

    @Test
    void an_attempt_that_has_used_it_fails() throws Exception {
        TaskId id = scheduler.enqueue(() -> jobs.write("by the attempt"));

        await().atMost(Duration.ofSeconds(20)).until(() -> !scheduler.failures(id).isEmpty());
        assertThat(scheduler.failures(id).get(0).error()).contains("BGTASK000515");
        assertThat(notes.count("by the attempt")).isZero();
    }
}
