package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.testing.Around;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back, and no task pays for it. */
class OutageTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(2);

    @Test
    void a_body_that_ends_while_the_database_is_away_loses_no_worker() {
        CountDownLatch away = new CountDownLatch(1);
        body =
                task -> {
                    if (starts.get() == 1) {
                        away.await();
                        throw new IllegalStateException("without a database");
                    }
                };
        start(settings(SOON, LEASE));
        start(settings(SOON, LEASE));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        outage(
                () -> {
                    away.countDown();
                    pause(LEASE.multipliedBy(2));
                });

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
        assertThat(info(id).attempts()).isEqualTo(2);
        assertThat(info(id).lastError()).contains("without a database");
    }

    @Test
    void a_body_that_is_interrupted_since_its_lease_ran_out_has_failed_and_lost_no_worker() {
        body =
                task -> {
                    if (starts.get() == 1) {
                        Thread.sleep(60_000);
                    }
                };
        start(settings(SOON, LEASE));
        start(settings(SOON, LEASE));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        outage(() -> pause(LEASE.multipliedBy(2)));

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(2);
        assertThat(info(id).lastError()).contains("InterruptedException");
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
        assertThat(starts).hasValue(2);
    }

    @Test
    void a_claim_whose_answer_was_lost_is_given_back() {
        AtomicBoolean loses = new AtomicBoolean(true);
        leaseStores = whole -> losing(whole, loses);
        TaskId id = insert("default");
        start(settings(SOON, Duration.ofSeconds(30)));

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(loses).isFalse();
        assertThat(info(id).attempts()).isOne();
        assertThat(info(id).lastError()).isNull();
    }

    @Test
    void a_claim_whose_answer_was_lost_is_given_back_though_another_has_been_answered_since() {
        AtomicBoolean loses = new AtomicBoolean();
        leaseStores = whole -> losing(whole, loses);
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));
        TaskId answered = insert("default");
        worker.wake("default", Duration.ZERO, 1);
        awaitState(answered, TaskState.SUCCEEDED);
        TaskId lost = insert("default");
        loses.set(true);
        worker.wake("default", Duration.ZERO, 1);
        await().untilFalse(loses);

        worker.wake("default", Duration.ZERO, 1);

        awaitState(lost, TaskState.SUCCEEDED);
        assertThat(info(lost).attempts()).isOne();
    }

    private static LeaseStore losing(LeaseStore whole, AtomicBoolean losesNext) {
        return Around.losing(LeaseStore.class, whole, "claim", losesNext);
    }

    @Test
    void a_loop_that_fails_is_alive() {
        Worker worker = start(settings(SOON, LEASE));

        outage(
                () -> {
                    pause(Duration.ofSeconds(1));
                    assertThat(worker.status().deadLoops()).isEmpty();
                });

        assertThat(worker.status().deadLoops()).isEmpty();
    }

    @Test
    void a_loop_that_has_ended_is_dead() {
        Worker worker = start(settings(SOON, LEASE));

        await().untilAsserted(
                        () -> {
                            scheduler.getQueue().forEach(loop -> ((Future<?>) loop).cancel(true));
                            assertThat(worker.status().deadLoops()).contains("pruner");
                        });
        assertThat(worker.status().deadLoops()).doesNotContain("heartbeat");
    }

    private void outage(Runnable meanwhile) {
        database.off();
        try {
            meanwhile.run();
        } finally {
            database.on();
        }
    }

    private static void pause(Duration duration) {
        await().pollDelay(duration).atMost(duration.plusSeconds(5)).until(() -> true);
    }
}
