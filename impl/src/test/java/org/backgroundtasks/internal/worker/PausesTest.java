package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** Queues that are paused. */
class PausesTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private void pause(String queue) {
        Jta.committed(
                () -> {
                    stores.pauses().pause(queue);
                    return null;
                });
    }

    private void resume(String queue) {
        Jta.committed(
                () -> {
                    stores.pauses().resume(queue);
                    return null;
                });
    }

    private void awaitStill(TaskId id) {
        await().during(Duration.ofMillis(600)).until(() -> info(id).state() == TaskState.READY);
    }

    @Test
    void tasks_of_a_paused_queue_wait_and_those_of_others_do_not() {
        pause("default");
        pause("default");
        TaskId waiting = insert("default");
        TaskId other = insert("other");

        start(settings(SOON, LEASE));

        awaitState(other, TaskState.SUCCEEDED);
        awaitStill(waiting);
        resume("default");
        awaitState(waiting, TaskState.SUCCEEDED);
        resume("default");
    }

    @Test
    void a_pause_is_noticed_with_the_next_poll_and_what_runs_goes_on() {
        start(settings(SOON, LEASE));
        body = task -> release.await();
        TaskId running = insert("default");
        await().until(() -> info(running).state() == TaskState.RUNNING);

        pause("default");
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        TaskId waiting = insert("default");
        workers.get(0).wake("default", Duration.ZERO, 1);

        awaitStill(waiting);
        release.countDown();
        awaitState(running, TaskState.SUCCEEDED);
        awaitStill(waiting);
        resume("default");
        workers.get(0).wakeForAll();
        awaitState(waiting, TaskState.SUCCEEDED);
    }

    @Test
    void tasks_with_limits_wait_too() {
        definition =
                new TaskDefinition(
                        TASK.options(),
                        List.of(),
                        List.of(new LimitRule("mail", 1, 0, Duration.ofSeconds(1))),
                        true);
        lanes = call -> new Lane("", List.of("mail")).text();
        pause("default");
        TaskId waiting = insert("default");

        start(settings(SOON, LEASE));

        awaitStill(waiting);
        resume("default");
        awaitState(waiting, TaskState.SUCCEEDED);
    }

    @Test
    void a_suspect_of_a_paused_queue_waits_too() {
        TaskId suspect = insert("default");
        sql("update background_task set losses = 2");
        pause("default");

        start(settings(SOON, Duration.ofSeconds(1)));

        awaitStill(suspect);
        resume("default");
        awaitState(suspect, TaskState.SUCCEEDED);
    }

    @Test
    void a_pause_that_is_rolled_back_is_none() {
        Jta.rolledBack(
                () -> {
                    stores.pauses().pause("default");
                    return null;
                });

        assertThat(stores.worker().claims().pausedQueues()).isEmpty();
        assertThat(stores.worker().claims().snapshot().hasPauses()).isFalse();
    }
}
