package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.LoggedMessages;
import org.junit.jupiter.api.Test;

/** What a worker does with tasks, and when it stops. */
class WorkerTest extends WorkerHarness {

    @Test
    void a_stored_task_is_run_at_once_when_the_worker_is_told() {
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));
        TaskId id = insert("default");

        worker.wake("default", Duration.ZERO, 1);

        awaitState(id, TaskState.SUCCEEDED);
    }

    @Test
    void a_stored_task_is_found_by_polling() {
        start(settings(SOON, Duration.ofSeconds(30)));

        TaskId id = insert("any queue");

        awaitState(id, TaskState.SUCCEEDED);
    }

    @Test
    void a_task_for_another_millennium_troubles_nobody() {
        Instant now = stores.tasks().now();
        NewTask far = task("default", now, Instant.parse("9999-12-31T00:00:00Z"));
        Jta.committed(() -> insert(far));
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));

        worker.wake("default", Duration.between(now, far.runAt()), 1);
        TaskId near = insert("default");
        worker.wakeForAll();

        awaitState(near, TaskState.SUCCEEDED);
        assertThat(info(far.id()).state()).isEqualTo(TaskState.SCHEDULED);
    }

    @Test
    void a_retry_does_not_wait_for_the_next_poll() {
        body =
                task -> {
                    if (task.attempt() < 3) {
                        throw new IllegalStateException("attempt " + task.attempt());
                    }
                };
        Worker worker = start(settings(Duration.ofMinutes(1), Duration.ofSeconds(30)));
        TaskId id = insert("default");
        worker.wake("default", Duration.ZERO, 1);

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(3);
    }

    @Test
    void a_task_longer_than_its_lease_is_started_once() {
        body = task -> Thread.sleep(3_000);
        WorkerSettings settings = settings(SOON, Duration.ofSeconds(1));
        start(settings);
        start(settings);

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(starts).hasValue(1);
        assertThat(info(id).attempts()).isOne();
    }

    @Test
    void a_dead_workers_task_is_taken_over() {
        TaskId id = insert("default");
        claimForTheDead(Duration.ofMillis(300));

        start(settings(SOON, Duration.ofSeconds(1)));

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(2);
        assertThat(info(id).lastError()).contains("BGTASK000608");
    }

    @Test
    void a_dead_workers_task_is_taken_over_when_polls_are_rarer_than_leases() {
        TaskId id = insert("default");
        claimForTheDead(Duration.ofMillis(300));

        start(settings(NEVER, Duration.ofSeconds(1)));

        awaitState(id, TaskState.SUCCEEDED);
    }

    @Test
    void a_worker_that_lost_its_lease_interrupts_the_body_and_settles_nothing() {
        CountDownLatch interrupted = new CountDownLatch(1);
        body =
                task -> {
                    if (starts.get() == 1) {
                        try {
                            Thread.sleep(20_000);
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                    }
                };
        Worker worker = start(settings(NEVER, Duration.ofSeconds(1)));
        TaskId id = insert("default");
        worker.wake("default", Duration.ZERO, 1);
        await().untilAtomic(starts, equalTo(1));

        sql("update background_task set lease_number = 7, node = 'thief' where state = 'RUNNING'");

        await().atMost(Duration.ofSeconds(10)).until(() -> interrupted.getCount() == 0);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(info(id).node()).isEqualTo("thief"));
        assertThat(info(id).state()).isEqualTo(TaskState.RUNNING);
        assertThat(info(id).lastError()).isNull();
    }

    @Test
    void stopping_lets_a_body_end() {
        body = task -> Thread.sleep(500);
        Worker worker = start(settings(SOON, Duration.ofSeconds(30)));
        TaskId id = insert("default");
        // A task whose body has not begun is given back.
        await().until(() -> starts.get() == 1);

        worker.stop();

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void stopping_interrupts_a_body_that_does_not_end_and_gives_its_task_back() {
        body = task -> Thread.sleep(60_000);
        Worker worker = start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        worker.stop();

        assertThat(info(id).state()).isEqualTo(TaskState.READY);
        assertThat(info(id).attempts()).isZero();
    }

    @Test
    void a_body_that_ignores_its_interruption_cannot_commit_after_the_stop() {
        body =
                task -> {
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                };
        Worker worker = start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        worker.stop();
        assertThat(info(id).state()).isEqualTo(TaskState.READY);

        release.countDown();
        await().during(Duration.ofMillis(500)).until(() -> info(id).state() == TaskState.READY);
    }

    @Test
    void nothing_goes_on_after_a_stop_even_when_the_database_is_away() {
        body =
                task -> {
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                };
        scheduler.setRemoveOnCancelPolicy(true);
        Worker worker = start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO));
        awaitState(insert("default"), TaskState.RUNNING);
        dataSource.close();

        worker.stop();

        assertThat(scheduler.getQueue()).isEmpty();
    }

    @Test
    void a_body_is_interrupted_when_its_lease_has_run_out_with_the_database_away_and_not_before() {
        long begun = System.nanoTime();
        AtomicLong interruptedAfter = new AtomicLong();
        body =
                task -> {
                    try {
                        Thread.sleep(20_000);
                    } catch (InterruptedException e) {
                        interruptedAfter.set(System.nanoTime() - begun);
                    }
                };
        start(settings(SOON, Duration.ofSeconds(2), Duration.ZERO));
        awaitState(insert("default"), TaskState.RUNNING);

        dataSource.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> interruptedAfter.get() > 0);
        assertThat(Duration.ofNanos(interruptedAfter.get())).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void a_due_task_that_somebody_has_locked_is_asked_for_now_and_then() throws Exception {
        Instant now = stores.tasks().now();
        NewTask due = task("default", now.minusSeconds(2), now.minusSeconds(1));
        Jta.committed(() -> insert(due));
        AtomicInteger promotions = new AtomicInteger();
        storeCalls = Around.counting("promote", promotions);

        Jta.MANAGER.begin();
        stores.tasks().cancel(due.id());
        var caller = Jta.MANAGER.suspend();
        Worker worker = start(settings(NEVER, NEVER));
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        worker.stop();
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();

        assertThat(promotions.get()).isBetween(2, 10);
    }

    @Test
    void a_task_whose_row_was_locked_for_longer_than_its_lease_is_not_taken_from_its_worker()
            throws Exception {
        body = task -> release.await();
        WorkerSettings settings = settings(SOON, Duration.ofSeconds(1));
        start(settings);
        start(settings);
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks.worker")) {
            Jta.MANAGER.begin();
            stores.tasks().cancel(id);
            var caller = Jta.MANAGER.suspend();
            pause(Duration.ofMillis(3_500));
            Jta.MANAGER.resume(caller);
            Jta.MANAGER.rollback();
            pause(Duration.ofMillis(1_500));
            assertThat(messages.withCode("BGTASK000626"))
                    .as("by each worker at most once")
                    .hasSizeBetween(1, 2);
        }
        release.countDown();

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(starts.get()).isOne();
    }

    @Test
    void what_only_nodes_without_its_method_took_from_lost_workers_is_failed_here_and_not_run() {
        TaskId lost = insert("default");
        sql("update background_task set losses = 3");
        TaskId tried = insert("default");
        sql("update background_task set attempts = 3 where losses = 0");

        start(settings(SOON, Duration.ofSeconds(30)));

        awaitState(lost, TaskState.FAILED);
        awaitState(tried, TaskState.FAILED);
        assertThat(starts.get()).isZero();
        assertThat(info(lost).lastError()).contains("BGTASK000625");
    }

    @Test
    void a_failure_that_is_its_own_cause_is_a_failure_like_others() {
        body =
                task -> {
                    IllegalStateException chicken = new IllegalStateException("chicken");
                    chicken.initCause(new IllegalStateException("egg", chicken));
                    throw chicken;
                };
        start(settings(SOON, Duration.ofSeconds(30)));

        awaitState(insert("default"), TaskState.FAILED);
    }

    @Test
    void a_body_that_dooms_its_transaction_has_failed() {
        body = task -> Jta.MANAGER.setRollbackOnly();
        start(settings(SOON, Duration.ofSeconds(30)));
        TaskId id = insert("default");

        awaitState(id, TaskState.FAILED);
        assertThat(info(id).lastError()).contains("BGTASK000612");
    }

    @Test
    void a_transaction_that_a_body_forgets_meets_no_other_task() {
        body = task -> Jta.MANAGER.begin();
        definition = APART;
        start(settings(SOON, Duration.ofSeconds(30)));

        for (int i = 0; i < 5; i++) {
            TaskId id = insert("default");
            awaitState(id, TaskState.SUCCEEDED);
            assertThat(info(id).attempts()).isOne();
        }
    }

    @Test
    void nothing_is_claimed_after_a_stop() {
        Worker worker = start(settings(SOON, Duration.ofSeconds(30)));
        worker.stop();

        TaskId id = insert("default");
        worker.wake("default", Duration.ZERO, 1);

        await().during(Duration.ofMillis(500)).until(() -> info(id).state() == TaskState.READY);
    }

    @Test
    void a_queue_that_the_node_does_not_serve_is_left_alone() {
        start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO, Set.of("served")));

        TaskId other = insert("other");
        TaskId served = insert("served");

        awaitState(served, TaskState.SUCCEEDED);
        assertThat(info(other).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void a_backlog_larger_than_the_slots_is_worked_off_without_polling() {
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));
        for (int i = 0; i < 100; i++) {
            insert("default");
        }

        worker.wake("default", Duration.ZERO, 1);

        await().atMost(Duration.ofSeconds(20)).untilAtomic(starts, equalTo(100));
    }
}
