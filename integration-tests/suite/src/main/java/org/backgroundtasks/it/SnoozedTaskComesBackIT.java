package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A body puts its task off, and the attempt does not count; a task has a label. */
@ExtendWith(ArquillianExtension.class)
public class SnoozedTaskComesBackIT {

    @ApplicationScoped
    static class Jobs {
        @Inject TaskContext task;
        @Inject Journal journal;

        @Background
        public void inTheWorkersTransaction() {
            snoozeOnce("joined");
        }

        @Background
        @Transactional(Transactional.TxType.REQUIRED)
        public void transactional() {
            snoozeOnce("transactional");
        }

        @Background
        @Transactional(Transactional.TxType.NOT_SUPPORTED)
        public void withoutOne() {
            snoozeOnce("without");
        }

        @Background(backoff = "PT0.1S", maxAttempts = 2)
        public void failing() {
            throw new IllegalStateException("each time");
        }

        private void snoozeOnce(String text) {
            journal.add(text);
            if (journal.count(text) == 1) {
                task.snooze(Duration.ofMillis(50));
            }
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                SnoozedTaskComesBackIT.class,
                "background-tasks.poll-interval=PT1S",
                Jobs.class.getName() + "/transactional/Background/formerly=an earlier name");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;

    @Test
    void whatever_its_transaction_is() {
        for (TaskId id :
                scheduler.enqueueAll(
                        () -> {
                            jobs.inTheWorkersTransaction();
                            jobs.transactional();
                            jobs.withoutOne();
                        })) {
            TaskInfo task = awaitState(id, TaskState.SUCCEEDED);

            assertThat(task.attempts()).isOne();
            assertThat(scheduler.failures(id)).isEmpty();
        }
    }

    @Test
    void a_method_has_delays_of_its_own() {
        TaskInfo task = awaitState(scheduler.enqueue(() -> jobs.failing()), TaskState.FAILED);

        assertThat(task.attempts()).isEqualTo(2);
    }

    @Test
    void a_task_has_the_label_that_its_caller_gave_it() {
        TaskId id =
                scheduler
                        .label("invoice 4711 – ä")
                        .in(Duration.ofDays(1))
                        .enqueue(() -> jobs.failing());

        assertThat(scheduler.find(id).orElseThrow().label()).isEqualTo("invoice 4711 – ä");
        scheduler.cancel(id);
    }

    @Test
    void nobody_else_can_put_it_off() {
        TaskCallException refused = null;
        try {
            scheduler.now(() -> jobs.withoutOne());
        } catch (TaskCallException e) {
            refused = e;
        }

        assertThat(refused).hasMessageStartingWith("BGTASK000406");
    }

    private TaskInfo awaitState(TaskId id, TaskState state) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().state() == state);
        return scheduler.find(id).orElseThrow();
    }
}
