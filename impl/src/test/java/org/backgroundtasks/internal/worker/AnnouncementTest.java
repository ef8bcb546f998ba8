package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskCancelled;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.event.TaskFailed;
import org.backgroundtasks.event.TaskRetrying;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** What observers are told, in which transaction, and what their failures do. */
class AnnouncementTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @Test
    void a_success_is_announced_in_the_transaction_of_the_body() {
        observer = event -> sql("insert into heard values ('" + typeOf(event) + "')");
        sql("create table heard (event varchar(20))");
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(heard)
                .containsExactly(
                        new TaskStarted(id, "task", "default", 1, "node0"),
                        new TaskSucceeded(id, "task", "default", 1, "node0"));
        assertThat(texts("select event from heard"))
                .containsExactly("TaskStarted", "TaskSucceeded");
    }

    @Test
    void observers_who_take_longer_than_a_lease_cost_no_worker() {
        Duration lease = Duration.ofSeconds(2);
        observer =
                event -> {
                    if (event instanceof TaskStarted) {
                        pause(lease.dividedBy(2));
                    }
                };
        body = task -> Thread.sleep(lease.toMillis() / 4);
        List<TaskId> ids = insertMany(4);
        start(settings(SOON, lease));
        start(settings(SOON, lease));

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
        assertThat(texts("select max(attempts) from background_task")).containsExactly("1");
    }

    @Test
    void failures_are_announced_with_what_follows() {
        observer = event -> {};
        body =
                task -> {
                    throw new IllegalStateException("boom " + task.attempt());
                };
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.FAILED);
        assertThat(heard)
                .extracting(AnnouncementTest::typeOf)
                .containsExactly(
                        "TaskStarted",
                        "TaskRetrying",
                        "TaskStarted",
                        "TaskRetrying",
                        "TaskStarted",
                        "TaskFailed");
        assertThat(heard.get(1))
                .isInstanceOfSatisfying(
                        TaskRetrying.class,
                        event -> {
                            assertThat(event.attempt()).isOne();
                            assertThat(event.error()).contains("boom 1");
                            assertThat(event.delay()).isEqualTo(Duration.ofMillis(50));
                        });
        assertThat(heard.get(5))
                .isInstanceOfSatisfying(
                        TaskFailed.class, event -> assertThat(event.error()).contains("boom 3"));
    }

    @Test
    void the_loss_of_a_worker_is_announced_by_whoever_notices() {
        observer = event -> {};
        TaskId id = insert("default");
        claimForTheDead(Duration.ofMillis(100));
        start(settings(SOON, Duration.ofSeconds(1)));

        awaitState(id, TaskState.SUCCEEDED);

        assertThat(heard)
                .filteredOn(TaskRetrying.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        TaskRetrying.class,
                        event -> {
                            assertThat(event.node()).isEqualTo("dead");
                            assertThat(event.error()).startsWith("BGTASK000608");
                        });
    }

    @Test
    void a_cancelled_body_is_announced_as_cancelled_though_nobody_had_told_it() {
        observer = event -> {};
        body =
                task -> {
                    Jta.MANAGER.suspend();
                    Jta.committed(() -> stores.tasks().cancel(task.id()));
                    throw new IllegalStateException("boom");
                };
        definition = APART;
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.CANCELLED);
        assertThat(heard).endsWith(new TaskCancelled(id, "task", "default"));
    }

    @Test
    void observers_that_doom_the_transaction_are_left_out_wherever_they_do() {
        for (Class<? extends TaskEvent> type :
                List.of(TaskStarted.class, TaskSucceeded.class, TaskRetrying.class)) {
            observer = event -> doomIf(type.isInstance(event));
            starts.set(0);
            body =
                    task -> {
                        if (starts.get() == 1) {
                            throw new IllegalStateException("boom");
                        }
                    };
            Worker worker = start(settings(SOON, LEASE));

            TaskId id = insert("default");

            awaitState(id, TaskState.SUCCEEDED);
            assertThat(info(id).attempts()).as(type.getSimpleName()).isEqualTo(2);
            assertThat(starts)
                    .as("%s: only a success is run once more", type.getSimpleName())
                    .hasValue(type == TaskSucceeded.class ? 3 : 2);
            worker.stop();
        }
    }

    @Test
    void a_body_that_ends_the_transaction_of_its_run_has_failed() {
        body = task -> Jta.MANAGER.rollback();
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.FAILED);
        assertThat(info(id).lastError()).contains("BGTASK000612");
    }

    @Test
    void an_observer_that_spoils_a_success_apart_from_the_body_does_not_repeat_the_body() {
        definition = APART;
        observer = event -> doomIf(event instanceof TaskSucceeded);
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(starts).hasValue(1);
    }

    @Test
    void a_commit_that_fails_for_its_own_reasons_is_a_failed_attempt() {
        sql("create table heard (event varchar(20))");
        observer = event -> sql("insert into heard values ('" + typeOf(event) + "')");
        body = task -> Jta.MANAGER.getTransaction().registerSynchronization(new Doom());
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.FAILED);
        assertThat(starts).hasValue(3);
        await().untilAsserted(() -> assertThat(heard).last().isInstanceOf(TaskFailed.class));
        assertThat(texts("select event from heard where event = 'TaskSucceeded'"))
                .as("what is written with a success that does not commit")
                .isEmpty();
    }

    private static void doomIf(boolean doom) {
        if (doom) {
            Jta.doom();
        }
    }

    private static String typeOf(TaskEvent event) {
        return event.getClass().getSimpleName();
    }

    /** Takes back at the last moment what looked done. */
    private static final class Doom implements jakarta.transaction.Synchronization {

        @Override
        public void beforeCompletion() {
            Jta.doom();
        }

        @Override
        public void afterCompletion(int status) {
            // Too late for doom.
        }
    }
}
