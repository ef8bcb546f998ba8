package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Promises 4 and 6: a row can only ask for a registered method, with arguments of its declared
 * types.
 */
@ExtendWith(ArquillianExtension.class)
class NothingFromTheDatabaseIsTrustedIT {

    @ApplicationScoped
    static class Payments {
        @Inject Journal journal;

        @Background
        public void pay(int amount) {
            journal.add("pay " + amount);
        }

        public void refundEverything() {
            journal.add("refund");
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                NothingFromTheDatabaseIsTrustedIT.class, "background-tasks.poll-interval=PT0.2S");
    }

    @Inject Payments payments;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;
    @Inject Rows rows;

    @Test
    void a_row_that_names_another_method_of_the_bean_is_never_run() {
        TaskId id = later(1);
        release(
                id,
                "name = '%s.refundEverything', signature = 'forged'"
                        .formatted(Payments.class.getName()));

        awaitRunOf(scheduler.enqueue(() -> payments.pay(11)));
        assertThat(find(id).state())
                .as("it waits for a node that knows it")
                .isEqualTo(TaskState.READY);
        assertThat(journal.count("refund")).isZero();
    }

    @Test
    void a_row_that_names_a_class_is_never_loaded() {
        TaskId id = later(2);
        release(
                id,
                "name = 'java.lang.Runtime.exec', signature = 'java.lang.Runtime', arguments = '[\"id\"]'");

        awaitRunOf(scheduler.enqueue(() -> payments.pay(22)));
        assertThat(find(id).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void arguments_of_another_type_fail_the_task_and_never_reach_the_method() {
        TaskId id = later(3);
        release(id, "arguments = '[{\"@class\": \"javax.naming.InitialContext\"}]'");

        await().atMost(Duration.ofSeconds(20)).until(() -> find(id).state() == TaskState.FAILED);
        assertThat(find(id).lastError()).contains("BGTASK000103");
        assertThat(find(id).attempts()).isOne();
    }

    @Test
    void too_many_or_too_few_arguments_fail_the_task() {
        TaskId many = later(4);
        release(many, "arguments = '[4, 5]'");
        TaskId few = later(5);
        release(few, "arguments = '[]'");

        await().atMost(Duration.ofSeconds(20)).until(() -> find(many).state() == TaskState.FAILED);
        await().atMost(Duration.ofSeconds(20)).until(() -> find(few).state() == TaskState.FAILED);
        assertThat(journal.count("pay 4")).isZero();
    }

    private TaskId later(int amount) {
        return scheduler.in(Duration.ofDays(1)).enqueue(() -> payments.pay(amount));
    }

    private void release(TaskId id, String change) {
        rows.update(
                "update background_task set state = 'READY', max_attempts = 1, "
                        + change
                        + " where id = cast(? as uuid)",
                id.toString());
    }

    private void awaitRunOf(TaskId id) {
        await().atMost(Duration.ofSeconds(20)).until(() -> find(id).state() == TaskState.SUCCEEDED);
    }

    private TaskInfo find(TaskId id) {
        return scheduler.find(id).orElseThrow();
    }
}
