package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import jakarta.transaction.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestOptions;
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
    void an_error_while_an_outcome_is_recorded_leaves_no_task_behind() {
        AtomicInteger errors = new AtomicInteger(3);
        storeCalls =
                (method, arguments, itself) -> {
                    if (method.equals("settle") && errors.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("for a test");
                    }
                    return itself.call();
                };
        body =
                task -> {
                    throw new OutOfMemoryError("in the body");
                };
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.FAILED);
        assertThat(starts).hasValue(3);
        assertThat(info(id).lastError()).contains("in the body");
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
    }

    @Test
    void a_database_that_answers_and_takes_nothing_is_away() {
        CountDownLatch away = new CountDownLatch(1);
        body =
                task -> {
                    if (starts.get() <= 2) {
                        away.await();
                        if (starts.get() == 1) {
                            throw new IllegalStateException("while nothing was taken");
                        }
                    }
                };
        start(settings(SOON, LEASE));
        start(settings(SOON, LEASE));
        List<TaskId> ids = insertMany(2);
        await().until(() -> starts.get() == 2);

        database.readOnly();
        pause(LEASE);
        away.countDown();
        pause(LEASE.multipliedBy(2));
        assertThat(stores.worker().claims().snapshot()).as("it answers").isNotNull();
        database.on();

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
    }

    @Test
    void a_database_that_takes_the_presence_of_nodes_and_no_change_of_tasks_costs_no_losses() {
        AtomicBoolean isFull = new AtomicBoolean();
        AtomicInteger reclaims = new AtomicInteger();
        storeCalls = withoutRoomForTasks(isFull, reclaims);
        CountDownLatch away = new CountDownLatch(1);
        body =
                task -> {
                    away.await();
                    if (starts.get() <= 2) {
                        throw new IllegalStateException("while there was no room");
                    }
                };
        start(settings(SOON, LEASE));
        List<TaskId> ids = insertMany(2);
        await().until(() -> starts.get() == 2);
        start(settings(SOON, LEASE));

        isFull.set(true);
        away.countDown();
        // Longer than what the database does not like is tried again.
        pause(Duration.ofSeconds(12));
        assertThat(reclaims).as("tries to take the tasks").hasPositiveValue();
        isFull.set(false);

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
    }

    private static Around withoutRoomForTasks(AtomicBoolean isFull, AtomicInteger reclaims) {
        Set<String> changes =
                Set.of(
                        "renew",
                        "settle",
                        "succeedUnlocked",
                        "tryToChange",
                        "reclaim",
                        "tryToReclaim");
        return (method, arguments, itself) -> {
            reclaims.addAndGet(method.equals("reclaim") ? 1 : 0);
            if (isFull.get() && changes.contains(method)) {
                throw new TaskStoreException("no room");
            }
            return itself.call();
        };
    }

    @Test
    void successes_outside_of_transactions_are_recorded_when_the_database_takes_them_again() {
        definition = APART;
        CountDownLatch away = new CountDownLatch(1);
        body = task -> away.await();
        start(settings(SOON, LEASE));
        List<TaskId> ids = insertMany(3);
        await().until(() -> starts.get() == 3);

        database.readOnly();
        away.countDown();
        // Longer than what the database does not like is tried again.
        pause(Duration.ofSeconds(12));
        database.on();

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        assertThat(starts).as("each once").hasValue(3);
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
    }

    @Test
    void what_a_body_has_done_is_recorded_when_a_caller_lets_go_of_its_row() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        body =
                task -> {
                    TestDatabase.execute(database.dataSource(), "insert into done values (1)");
                    end.await();
                };
        sql("create table done (number integer)");
        start(settings(SOON, LEASE));
        start(settings(SOON, LEASE));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);
        await().until(() -> starts.get() == 1);

        Transaction caller = Jta.open(() -> stores.tasks().cancel(id));
        end.countDown();
        pause(LEASE.multipliedBy(2));
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(texts("select count(*) from done")).containsExactly("1");
        assertThat(starts).hasValue(1);
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
    }

    @Test
    void a_claim_whose_answer_was_lost_is_given_back() {
        AtomicBoolean loses = new AtomicBoolean(true);
        storeCalls = losing(loses);
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
        storeCalls = losing(loses);
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

    @Test
    void a_claim_that_was_broken_off_and_comes_to_its_end_later_is_given_back() {
        AtomicInteger claims = new AtomicInteger();
        storeCalls = lateAtFirst(claims);
        TaskId id = insert("default");
        start(settings(SOON, Duration.ofSeconds(30)));

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isOne();
    }

    /** The first claim reports a failure, and takes what there is only after it was looked for. */
    private Around lateAtFirst(AtomicInteger claims) {
        AtomicReference<Callable<Object>> late = new AtomicReference<>();
        return (method, arguments, itself) -> {
            if (method.equals("claim") && claims.incrementAndGet() == 1) {
                late.set(itself);
                throw new TaskStoreException("broken off");
            }
            Object result = itself.call();
            if (method.equals("held") && late.get() != null) {
                late.getAndSet(null).call();
            }
            return result;
        };
    }

    @Test
    void what_ends_while_a_lost_claim_is_looked_for_is_no_stray() {
        AtomicBoolean loses = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        body = task -> release.await();
        storeCalls = losing(loses).around(slowToLook(looks));
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));
        insert("default");
        worker.wake("default", Duration.ZERO, 1);
        await().untilAtomic(starts, equalTo(1));
        loses.set(true);
        worker.wake("default", Duration.ZERO, 1);
        await().untilFalse(loses);

        worker.wake("default", Duration.ZERO, 1);
        await().until(() -> worker.status().running() == 0);
        TaskId last = insert("default");
        worker.wake("default", Duration.ZERO, 1);

        awaitState(last, TaskState.SUCCEEDED);
        assertThat(looks).hasValue(1);
    }

    /** What runs ends after it was seen. */
    private Around slowToLook(AtomicInteger looks) {
        return (method, arguments, itself) -> {
            Object answer = itself.call();
            if (method.equals("held")) {
                looks.incrementAndGet();
                release.countDown();
                await().until(() -> workers.get(0).status().running() == 0);
            }
            return answer;
        };
    }

    @Test
    void a_lost_claim_of_a_row_that_somebody_has_locked_is_given_back_later() throws Exception {
        AtomicBoolean loses = new AtomicBoolean(true);
        storeCalls = losing(loses);
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));
        TaskId lost = insert("default");
        worker.wake("default", Duration.ZERO, 1);
        await().untilFalse(loses);
        Transaction caller = Jta.open(() -> stores.tasks().cancel(lost));
        TaskId other = insert("default");
        worker.wake("default", Duration.ZERO, 1);
        awaitState(other, TaskState.SUCCEEDED);

        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();
        worker.wake("default", Duration.ZERO, 1);

        awaitState(lost, TaskState.SUCCEEDED);
    }

    private static Around losing(AtomicBoolean losesNext) {
        return Around.losing("claim", losesNext);
    }

    @Test
    void a_loop_that_fails_is_alive() {
        Worker worker = start(settings(SOON, LEASE));

        outage(
                () -> {
                    pause(Duration.ofSeconds(1));
                    assertThat(worker.status().deadJobs()).isEmpty();
                });

        assertThat(worker.status().deadJobs()).isEmpty();
    }

    @Test
    void a_loop_that_has_ended_is_dead() {
        Worker worker = start(settings(SOON, LEASE));

        await().untilAsserted(
                        () -> {
                            scheduler.getQueue().forEach(loop -> ((Future<?>) loop).cancel(true));
                            assertThat(worker.status().deadJobs()).contains("pruner");
                        });
        assertThat(worker.status().deadJobs()).doesNotContain("heartbeat");
    }

    @Test
    void a_server_that_lets_nothing_begin_is_asked_now_and_then() {
        Worker worker = start(settings(SOON, LEASE));
        refusesUnits = true;
        worker.wakeForAll();
        units.set(0);

        pause(Duration.ofSeconds(1));

        assertThat(units).hasValueLessThan(50);
        refusesUnits = false;
        awaitState(insert("default"), TaskState.SUCCEEDED);
    }

    @Test
    void what_a_server_lets_no_longer_begin_has_made_no_attempt() {
        definition = limitedTo(Duration.ofMinutes(1));
        refusesTimers = true;
        TaskId id = insert("default");
        start(settings(SOON, LEASE));
        pause(Duration.ofMillis(500));

        refusesTimers = false;

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isOne();
        assertThat(info(id).lastError()).isNull();
        assertThat(starts).hasValue(1);
    }

    private static TaskDefinition limitedTo(Duration timeout) {
        return new TaskDefinition(
                TestOptions.named("task").maxAttempts(3).timeout(timeout).get(), List.of(), true);
    }

    private void outage(Runnable meanwhile) {
        database.off();
        try {
            meanwhile.run();
        } finally {
            database.on();
        }
    }
}
