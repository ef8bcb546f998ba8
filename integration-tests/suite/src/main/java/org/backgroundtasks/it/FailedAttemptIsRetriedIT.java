package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.backgroundtasks.Background;
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

/** A failure is attempted again until there is no attempt left, or at once not at all. */
@ExtendWith(ArquillianExtension.class)
public class FailedAttemptIsRetriedIT {

    @ApplicationScoped
    static class Jobs {
        @Inject TaskContext task;
        @Inject Journal journal;

        @Background(maxAttempts = 3)
        public void failing(String text) throws IOException {
            throw new IOException(text);
        }

        @Background(abortOn = IOException.class)
        public void aborting() throws IOException {
            throw new FileNotFoundException("hopeless");
        }

        @Background
        public void error() {
            if (task.attempt() == 1) {
                throw new StackOverflowError("provoked");
            }
        }

        @Background(maxAttempts = 1)
        public void unspeakable() {
            throw new IllegalStateException("nul \u0000 and half \ud800 of a pair");
        }

        @Background(timeout = 1, maxAttempts = 1)
        public void slow() throws InterruptedException {
            Thread.sleep(30_000);
        }

        @Background(timeout = 1, maxAttempts = 1)
        public void slowAndStubborn() {
            long end = System.nanoTime() + 2_500_000_000L;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            journal.add("stubborn, cancelled " + task.isCancelled());
        }

        @Background
        public void cancellable() throws InterruptedException {
            journal.add("cancellable runs");
            Thread.sleep(30_000);
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                FailedAttemptIsRetriedIT.class,
                "background-tasks.backoff=PT0.1S,PT0.2S",
                "background-tasks.lease=PT3S",
                "background-tasks.poll-interval=PT1S");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;

    @Test
    void until_no_attempt_is_left() {
        TaskInfo task =
                awaitState(scheduler.enqueue(() -> jobs.failing("no luck")), TaskState.FAILED);

        assertThat(task.attempts()).isEqualTo(3);
        assertThat(task.finishedAt()).isNotNull();
        assertThat(task.lastError())
                .contains("java.io.IOException: no luck", Jobs.class.getName() + ".failing(");
    }

    @Test
    void not_for_exceptions_that_abort() {
        TaskInfo task = awaitState(scheduler.enqueue(() -> jobs.aborting()), TaskState.FAILED);

        assertThat(task.attempts()).isOne();
    }

    @Test
    void also_after_an_error() {
        TaskInfo task = awaitState(scheduler.enqueue(() -> jobs.error()), TaskState.SUCCEEDED);

        assertThat(task.attempts()).isEqualTo(2);
        assertThat(task.lastError()).contains("StackOverflowError");
    }

    @Test
    void whatever_its_message_says() {
        TaskInfo task = awaitState(scheduler.enqueue(() -> jobs.unspeakable()), TaskState.FAILED);

        assertThat(task.lastError()).contains("nul ? and half ? of a pair");
    }

    @Test
    void after_its_timeout() {
        TaskInfo task = awaitState(scheduler.enqueue(() -> jobs.slow()), TaskState.FAILED);
        assertThat(task.lastError()).contains("BGTASK000609", "InterruptedException");

        TaskInfo stubborn =
                awaitState(scheduler.enqueue(() -> jobs.slowAndStubborn()), TaskState.FAILED);
        assertThat(stubborn.lastError()).contains("BGTASK000609");
        assertThat(journal.count("stubborn, cancelled true")).isOne();
    }

    @Test
    void but_not_when_it_was_cancelled() {
        TaskId id = scheduler.enqueue(() -> jobs.cancellable());
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count("cancellable runs") == 1);

        assertThat(scheduler.cancel(id)).isTrue();

        assertThat(awaitState(id, TaskState.CANCELLED).lastError())
                .contains("InterruptedException");
        assertThat(scheduler.cancel(id)).isFalse();
    }

    @Test
    void a_retry_starts_from_the_beginning() {
        TaskId id = scheduler.enqueue(() -> jobs.failing("again"));
        awaitState(id, TaskState.FAILED);

        assertThat(scheduler.retry(id)).isTrue();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().attempts() < 3);
        assertThat(awaitState(id, TaskState.FAILED).attempts()).isEqualTo(3);
    }

    @Test
    void a_waiting_task_is_cancelled_at_once() {
        TaskId id = scheduler.in(Duration.ofDays(1)).enqueue(() -> jobs.failing("never"));

        assertThat(scheduler.retry(id)).isFalse();
        assertThat(scheduler.cancel(id)).isTrue();

        assertThat(scheduler.find(id).orElseThrow().state()).isEqualTo(TaskState.CANCELLED);
    }

    private TaskInfo awaitState(TaskId id, TaskState state) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().state() == state);
        return scheduler.find(id).orElseThrow();
    }
}
