package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** A task whose next loss would be its last runs without company. */
class QuarantineTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final AtomicInteger together = new AtomicInteger();
    private final List<Integer> company = new CopyOnWriteArrayList<>();

    @Test
    void a_suspect_runs_alone_amid_a_backlog_of_others() {
        TaskId suspect = insert("default");
        sql("update background_task set losses = 2");
        for (int i = 0; i < 20; i++) {
            insert("default");
        }
        body =
                task -> {
                    together.incrementAndGet();
                    Thread.sleep(50);
                    if (task.id().equals(suspect)) {
                        company.add(together.get());
                        Thread.sleep(300);
                        company.add(together.get());
                    }
                    together.decrementAndGet();
                };

        start(settings(SOON, LEASE));

        await().atMost(Duration.ofSeconds(20)).untilAtomic(starts, equalTo(21));
        awaitState(suspect, TaskState.SUCCEEDED);
        assertThat(company).containsExactly(1, 1);
    }

    @Test
    void a_suspect_waits_for_what_has_just_started_and_nothing_else_starts_meanwhile() {
        body =
                task -> {
                    if (starts.get() == 1) {
                        release.await();
                    }
                };
        start(settings(SOON, LEASE));
        awaitState(insert("default"), TaskState.RUNNING);
        Instant now = stores.tasks().now();
        NewTask suspect = task("default", now, now);
        NewTask other = task("default", now, now);
        Jta.committed(
                () -> {
                    stores.tasks().insert(List.of(suspect, other));
                    sql("update background_task set losses = 2 where id = '" + suspect.id() + "'");
                    return true;
                });

        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(3))
                .until(
                        () ->
                                info(suspect.id()).attempts() == 0
                                        && info(other.id()).attempts() == 0);
        release.countDown();

        awaitState(suspect.id(), TaskState.SUCCEEDED);
        awaitState(other.id(), TaskState.SUCCEEDED);
    }

    @Test
    void a_suspect_gets_a_slot_though_others_wait_for_each() {
        concurrency = 1;
        body = task -> Thread.sleep(20);
        TaskId suspect = insertMany(200).get(199);
        start(settings(SOON, LEASE));
        await().until(() -> starts.get() > 2);
        sql(
                """
                update background_task set losses = 2, run_at = run_at + interval '1' hour
                where id = '%s'
                """
                        .formatted(suspect));

        awaitState(suspect, TaskState.SUCCEEDED);
        assertThat(starts.get()).as("before the backlog was worked off").isLessThan(200);
    }

    @Test
    void suspects_leave_the_others_a_turn() {
        List<TaskId> suspects = List.of(insert("default"), insert("default"));
        sql("update background_task set losses = 2");
        TaskId other = insert("default");
        List<TaskId> order = new CopyOnWriteArrayList<>();
        body = task -> order.add(task.id());

        start(settings(SOON, LEASE));

        suspects.forEach(suspect -> awaitState(suspect, TaskState.SUCCEEDED));
        awaitState(other, TaskState.SUCCEEDED);
        assertThat(order.indexOf(other)).isOne();
    }

    @Test
    void others_start_beside_a_suspect_when_it_has_outlived_a_lease() {
        CountDownLatch longRun = new CountDownLatch(1);
        TaskId suspect = insert("default");
        sql("update background_task set losses = 2");
        body =
                task -> {
                    if (task.id().equals(suspect)) {
                        longRun.await();
                    }
                };
        start(settings(SOON, Duration.ofSeconds(1)));
        awaitState(suspect, TaskState.RUNNING);

        TaskId other = insert("default");

        awaitState(other, TaskState.SUCCEEDED);
        assertThat(info(suspect).state()).isEqualTo(TaskState.RUNNING);
        longRun.countDown();
        awaitState(suspect, TaskState.SUCCEEDED);
    }

    @Test
    void a_suspect_that_this_node_cannot_run_holds_up_nobody() {
        insert("default");
        sql("update background_task set losses = 2, signature = 'unknown'");
        start(settings(SOON, LEASE));

        awaitState(insert("default"), TaskState.SUCCEEDED);
        awaitState(insert("default"), TaskState.SUCCEEDED);
    }
}
