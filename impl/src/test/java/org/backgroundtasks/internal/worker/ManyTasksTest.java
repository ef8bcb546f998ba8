package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** What is done for many tasks at once: settling, and sharing a transaction. */
class ManyTasksTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int TOGETHER = 20;

    private final Set<Object> keys = ConcurrentHashMap.newKeySet();
    private final List<Integer> settled = new CopyOnWriteArrayList<>();

    @Test
    void tasks_of_a_method_share_a_transaction() {
        definition = sharing(10);
        body = task -> keys.add(Jta.REGISTRY.getTransactionKey());
        List<TaskId> tasks = insertMany(100);

        start(settings(SOON, LEASE));

        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(keys).hasSizeLessThan(40);
        assertThat(starts.get()).isEqualTo(100);
    }

    @Test
    void nobody_pays_for_a_neighbours_failure() {
        definition = sharing(10);
        List<TaskId> tasks = insertMany(50);
        TaskId bad = tasks.get(25);
        body =
                task -> {
                    if (task.id().equals(bad)) {
                        throw new IllegalStateException("bad");
                    }
                };

        start(settings(SOON, LEASE));

        awaitState(bad, TaskState.FAILED);
        tasks.stream()
                .filter(task -> !task.equals(bad))
                .forEach(
                        task -> {
                            awaitState(task, TaskState.SUCCEEDED);
                            assertThat(info(task).attempts()).isOne();
                            assertThat(info(task).lastError()).isNull();
                        });
        assertThat(info(bad).attempts()).isEqualTo(3);
        assertThat(info(bad).lastError()).contains("bad");
    }

    @Test
    void a_shared_transaction_commits_nothing_when_one_lease_is_lost() {
        definition = sharing(10);
        CountDownLatch claimed = new CountDownLatch(1);
        List<TaskId> tasks = insertMany(10);
        TaskId lost = tasks.get(0);
        List<TaskId> begun = new CopyOnWriteArrayList<>();
        body =
                task -> {
                    begun.add(task.id());
                    claimed.countDown();
                    release.await();
                };
        start(settings(SOON, LEASE));
        await().until(() -> claimed.getCount() == 0);
        sql(
                "update background_task set lease_number = lease_number + 1, state = 'CANCELLED' where id = '%s'"
                        .formatted(lost));

        release.countDown();

        tasks.stream().skip(1).forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(info(lost).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(begun).containsOnlyOnce(lost);
        assertThat(begun).hasSizeGreaterThan(10);
    }

    @Test
    void a_shared_transaction_whose_commit_was_not_answered_is_not_run_again() {
        definition = sharing(10);
        AtomicBoolean isLost = new AtomicBoolean(true);
        transactions = whole -> Around.losing(Transactions.class, whole, "commit", isLost);
        List<TaskId> tasks = insertMany(10);

        Worker worker = start(settings(SOON, LEASE));

        assertDoneOnce(tasks, worker);
        assertThat(isLost).isFalse();
    }

    private void assertDoneOnce(List<TaskId> tasks, Worker worker) {
        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        await().until(() -> worker.status().running() == 0);
        assertThat(starts.get()).isEqualTo(tasks.size());
        assertThat(worker.status().lostLeases()).isZero();
    }

    @Test
    void tasks_that_share_and_outlive_their_leases_in_an_outage_are_run_again_at_no_cost() {
        definition = sharing(10);
        CountDownLatch begun = new CountDownLatch(1);
        Set<TaskId> stopped = ConcurrentHashMap.newKeySet();
        body =
                task -> {
                    if (begun.getCount() > 0) {
                        begun.countDown();
                        await().until(task::isCancelled);
                        stopped.add(task.id());
                    }
                };
        // As many as are claimed at first: others could be in the middle of their commit.
        List<TaskId> tasks = insertMany(concurrency);
        // A third of it is the time that a heartbeat has to come back in, also on a busy machine.
        start(settings(SOON, Duration.ofSeconds(3)));
        await().until(() -> begun.getCount() == 0);

        database.off();
        await().until(() -> stopped.size() == 1);
        database.on();

        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(tasks)
                .allSatisfy(
                        task -> {
                            assertThat(info(task).attempts()).isOne();
                            assertThat(info(task).lastError()).isNull();
                        });
    }

    @Test
    void what_shares_a_transaction_waits_for_a_row_that_somebody_has_locked() throws Exception {
        definition = sharing(4);
        body = task -> release.await();
        List<TaskId> tasks = insertMany(4);
        start(settings(SOON, LEASE));
        await().untilAtomic(starts, equalTo(1));
        Transaction caller = Jta.open(() -> stores.tasks().cancel(tasks.get(2)));

        release.countDown();
        await().untilAtomic(starts, equalTo(4));
        // Longer than a lock is waited for.
        Thread.sleep(3_000);
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();

        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(starts).as("each once").hasValue(4);
    }

    @Test
    void a_locked_row_holds_up_no_other_settlement() throws Exception {
        definition = APART;
        body = task -> release.await();
        List<TaskId> tasks = insertMany(4);
        start(settings(SOON, LEASE));
        await().untilAtomic(starts, equalTo(4));
        Transaction caller = Jta.open(() -> stores.tasks().cancel(tasks.get(0)));

        release.countDown();

        tasks.stream().skip(1).forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(info(tasks.get(0)).state()).isEqualTo(TaskState.RUNNING);
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();
        awaitState(tasks.get(0), TaskState.SUCCEEDED);
        assertThat(starts.get()).isEqualTo(4);
    }

    @Test
    void an_observer_that_spoils_one_success_takes_no_others_event() {
        List<TaskId> tasks = insertToBeRecordedTogether();
        TaskId bad = tasks.get(10);
        Set<TaskId> committed = ConcurrentHashMap.newKeySet();
        observer =
                event -> {
                    if (event instanceof TaskSucceeded) {
                        whenCommitted(() -> committed.add(event.id()));
                    }
                    if (event instanceof TaskSucceeded && event.id().equals(bad)) {
                        Jta.doom();
                    }
                };

        start(settings(SOON, LEASE));

        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(settled).as("some were recorded together").anyMatch(size -> size > 1);
        assertThat(committed).hasSize(TOGETHER - 1).doesNotContain(bad);
        assertThat(starts.get()).isEqualTo(TOGETHER);
    }

    private static void whenCommitted(Runnable work) {
        if (Jta.REGISTRY.getTransactionStatus() != Status.STATUS_ACTIVE) {
            return;
        }
        Jta.afterCommit(work);
    }

    @Test
    void a_worker_that_stops_waits_quietly() {
        body = task -> release.await();
        insert("default");
        Worker worker = start(settings(SOON, LEASE, Duration.ofSeconds(1)));
        await().untilAtomic(starts, equalTo(1));
        units.set(0);

        worker.stop();

        assertThat(units).hasValueLessThan(50);
    }

    @Test
    void observers_hear_of_each_task_that_shares() {
        definition = sharing(10);
        observer = event -> {};
        List<TaskId> tasks = insertMany(30);

        start(settings(SOON, LEASE));

        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(heard.stream().filter(TaskSucceeded.class::isInstance)).hasSize(30);
    }

    @Test
    void what_runs_outside_of_a_transaction_is_settled_many_at_a_time() {
        List<TaskId> tasks = insertToBeRecordedTogether();

        start(settings(SOON, LEASE));

        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(settled.stream().mapToInt(Integer::intValue).sum()).isEqualTo(TOGETHER);
        assertThat(settled).hasSizeLessThan(TOGETHER);
    }

    @Test
    void what_could_not_be_settled_for_an_outage_is_settled_after_it_and_not_run_again() {
        definition = APART;
        AtomicInteger entered = new AtomicInteger();
        body =
                task -> {
                    entered.incrementAndGet();
                    release.await();
                };
        List<TaskId> tasks = insertMany(4);
        start(settings(SOON, LEASE));
        await().untilAtomic(entered, equalTo(4));

        database.off();
        release.countDown();
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        database.on();

        tasks.forEach(task -> awaitState(task, TaskState.SUCCEEDED));
        assertThat(starts.get()).isEqualTo(4);
        tasks.forEach(task -> assertThat(info(task).attempts()).isOne());
    }

    @Test
    void a_success_whose_recording_was_not_answered_is_no_lost_lease() {
        definition = APART;
        AtomicBoolean isLost = new AtomicBoolean(true);
        storeCalls = Around.losing("succeedUnlocked", isLost);
        List<TaskId> tasks = insertMany(4);

        Worker worker = start(settings(SOON, LEASE));

        assertDoneOnce(tasks, worker);
        assertThat(isLost).isFalse();
    }

    @Test
    void a_lease_that_was_lost_outside_of_a_transaction_settles_nothing() {
        definition = APART;
        body = task -> release.await();
        TaskId lost = insert("default");
        Worker worker = start(settings(SOON, LEASE));
        awaitState(lost, TaskState.RUNNING);
        sql("update background_task set lease_number = lease_number + 1");

        release.countDown();

        await().until(() -> worker.status().lostLeases() == 1);
        assertThat(info(lost).state()).isEqualTo(TaskState.RUNNING);
        sql("update background_task set state = 'CANCELLED'");
    }

    /** Tasks of which all but the first few are handed in before those are recorded. */
    private List<TaskId> insertToBeRecordedTogether() {
        definition = APART;
        concurrency = TOGETHER;
        storeCalls = countingAndSlowAtFirst();
        return insertMany(TOGETHER);
    }

    private Around countingAndSlowAtFirst() {
        return (method, arguments, itself) -> {
            if (method.equals("succeedUnlocked")) {
                settled.add(((Collection<?>) arguments[0]).size());
                // While this is under way, all others are handed in.
                await().untilAtomic(starts, equalTo(TOGETHER));
            }
            return itself.call();
        };
    }
}
