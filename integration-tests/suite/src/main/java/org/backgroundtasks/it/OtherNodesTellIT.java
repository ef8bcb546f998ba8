package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code background-tasks.notify}: what another node has stored is run at once. The other node is
 * this test, which makes rows ready behind the worker's back and tells of them as a node does, and
 * listens as a node does. The worker does not poll for an hour.
 */
@ExtendWith(ArquillianExtension.class)
class OtherNodesTellIT {

    private static final String LISTENERS =
            "select pid from pg_stat_activity where query ilike ? and pid <> pg_backend_pid()";

    @ApplicationScoped
    static class Mail {
        @Background
        public void send(String to) {
            // That it has run is in the database.
        }

        @Background(queue = "elsewhere")
        public void sendFromElsewhere(String to) {
            throw new IllegalStateException("This node does not serve the queue");
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                OtherNodesTellIT.class,
                "background-tasks.notify=true",
                "background-tasks.worker.queues=default",
                "background-tasks.poll-interval=PT1H");
    }

    @Inject Mail mail;
    @Inject TaskScheduler scheduler;
    @Inject Rows rows;

    @Test
    void what_another_node_tells_of_is_run_at_once() {
        awaitListener();
        TaskId told = readyBehindTheBack("told");

        tell();

        awaitSucceeded(told);
    }

    @Test
    void a_listener_whose_connection_is_cut_listens_again_and_looks_for_what_it_missed() {
        awaitListener();
        TaskId missed = readyBehindTheBack("missed");

        assertThat(
                        rows.texts(
                                "select pg_terminate_backend(pid)::text from ("
                                        + LISTENERS
                                        + ") listeners",
                                "listen %"))
                .isNotEmpty()
                .containsOnly("true");

        awaitSucceeded(missed);
        awaitListener();
        TaskId later = readyBehindTheBack("later");
        tell();
        awaitSucceeded(later);
    }

    @Test
    void others_are_told_of_what_this_node_does_not_run() throws Exception {
        try (Connection connection = rows.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("listen background_tasks");

            mail.sendFromElsewhere("a neighbour");

            await().pollInSameThread()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> heard(connection).contains("elsewhere"));
            statement.execute("unlisten background_tasks");
        }
    }

    /** By reflection: on a server the application does not see the classes of the driver. */
    private static List<Object> heard(Connection connection) throws Exception {
        ClassLoader driver =
                connection.createArrayOf("text", new Object[0]).getClass().getClassLoader();
        Class<?> listening = driver.loadClass("org.postgresql.PGConnection");
        Method received = listening.getMethod("getNotifications", int.class);
        Method queue = driver.loadClass("org.postgresql.PGNotification").getMethod("getParameter");
        List<Object> queues = new ArrayList<>();
        Object[] all = (Object[]) received.invoke(connection.unwrap(listening), 100);
        for (Object one : all == null ? new Object[0] : all) {
            queues.add(queue.invoke(one));
        }
        return queues;
    }

    private void awaitListener() {
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !rows.texts(LISTENERS, "listen %").isEmpty());
    }

    private TaskId readyBehindTheBack(String to) {
        TaskId id = scheduler.in(Duration.ofHours(2)).enqueue(() -> mail.send(to));
        rows.update(
                "update background_task set state = 'READY', run_at = now() where id = cast(? as uuid)",
                id.toString());
        return id;
    }

    private void tell() {
        rows.texts("select pg_notify('background_tasks', ?)::text", "default");
    }

    private void awaitSucceeded(TaskId task) {
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(task).orElseThrow().state() == TaskState.SUCCEEDED);
    }
}
