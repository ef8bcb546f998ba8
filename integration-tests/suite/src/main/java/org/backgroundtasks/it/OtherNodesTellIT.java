package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
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
 * this test, which makes rows ready behind the worker's back and tells of them as a node does. The
 * worker does not poll for an hour.
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
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                OtherNodesTellIT.class,
                "background-tasks.notify=true",
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
