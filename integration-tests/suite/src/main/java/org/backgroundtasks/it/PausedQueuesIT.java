package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.backgroundtasks.QueueInfo;
import org.backgroundtasks.TaskAdmin;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator pauses a queue, and resumes it. */
@ExtendWith(ArquillianExtension.class)
public class PausedQueuesIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @ApplicationScoped
    static class Jobs {
        @Background(queue = "paused")
        public void work() {}
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(PausedQueuesIT.class, "background-tasks.poll-interval=PT15S");
    }

    @Inject Jobs jobs;
    @Inject TaskAdmin admin;
    @Inject TaskScheduler scheduler;
    @Inject UserTransaction transaction;

    private TaskState state(TaskId id) {
        return scheduler.find(id).orElseThrow().state();
    }

    @Test
    void nothing_is_claimed_until_it_is_resumed() {
        admin.pause("paused");
        TaskId id = scheduler.enqueue(jobs::work);
        await().during(Duration.ofSeconds(1)).until(() -> state(id) == TaskState.READY);

        admin.resume("paused");

        // And not with the next poll.
        await().atMost(SOON).until(() -> state(id) == TaskState.SUCCEEDED);
    }

    @Test
    void a_pause_is_the_callers_transactions() throws Exception {
        transaction.begin();
        admin.pause("paused");
        transaction.rollback();

        TaskId id = scheduler.enqueue(jobs::work);

        await().atMost(SOON).until(() -> state(id) == TaskState.SUCCEEDED);
    }

    @Test
    void queues_tell_what_they_have_to_do() {
        admin.pause("paused");
        TaskId id = scheduler.enqueue(jobs::work);

        QueueInfo waits = queue();
        admin.resume("paused");
        await().atMost(SOON).until(() -> state(id) == TaskState.SUCCEEDED);
        QueueInfo done = queue();

        assertThat(waits.paused()).isTrue();
        assertThat(waits.served()).isTrue();
        assertThat(waits.ready()).isEqualTo(1);
        assertThat(waits.oldestDue()).isNotNull();
        assertThat(done).isEqualTo(new QueueInfo("paused", 0, 0, 0, 0, false, null, true));
    }

    private QueueInfo queue() {
        return admin.queues().stream()
                .filter(queue -> queue.name().equals("paused"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_no_queue_is_refused() {
        assertThatThrownBy(() -> admin.pause(" "))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK");
        assertThatThrownBy(() -> admin.resume(null)).isInstanceOf(TaskCallException.class);
    }
}
