package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.worker.job.PeriodicJob;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.internal.worker.settle.SettleHook;
import org.backgroundtasks.internal.worker.settle.SettledTask;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/**
 * What a feature can add to the worker without touching it: a job, a hook, a task that it stores.
 */
class RoomForFeaturesTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @Test
    void a_job_is_done_again_and_again_also_after_it_has_failed() {
        AtomicInteger turns = new AtomicInteger();
        jobs =
                List.of(
                        PeriodicJob.of(
                                "mine",
                                () -> {
                                    if (turns.incrementAndGet() == 1) {
                                        throw new IllegalStateException("once");
                                    }
                                },
                                SOON));

        Worker worker = start(settings(SOON, LEASE));

        await().untilAtomic(turns, greaterThan(3));
        assertThat(worker.status().failingJobs()).isEmpty();
        worker.stop();
        int last = turns.get();
        pause(SOON.multipliedBy(3));
        assertThat(turns).as("nothing goes on after the stop").hasValue(last);
    }

    @Test
    void a_hook_is_told_of_each_attempt_in_the_transaction_that_settles_it() {
        hooks = List.of(telling());
        body = RoomForFeaturesTest::failAtFirst;
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertTold(id, TaskState.SCHEDULED, TaskState.SUCCEEDED);
    }

    @Test
    void a_hook_is_told_of_what_is_recorded_apart_from_the_body() {
        definition = APART;
        hooks = List.of(telling());
        List<TaskId> ids = insertMany(3);

        start(settings(SOON, LEASE));

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        ids.forEach(id -> assertTold(id, TaskState.SUCCEEDED));
    }

    @Test
    void a_hook_is_told_of_tasks_that_share_a_transaction() {
        definition = sharing(4);
        hooks = List.of(telling());
        List<TaskId> ids = insertMany(4);

        start(settings(SOON, LEASE));

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        ids.forEach(id -> assertTold(id, TaskState.SUCCEEDED));
    }

    @Test
    void a_hook_is_told_of_what_is_cancelled_given_back_and_lost() {
        hooks = List.of(telling());
        TaskId lost = insert("default");
        claimForTheDead(Duration.ofMillis(100));
        body = task -> release.await();
        Worker worker = start(settings(SOON, Duration.ofSeconds(2), SOON));
        await().until(() -> told(lost).equals(List.of("READY")));
        TaskId cancelled = insert("default");
        awaitState(cancelled, TaskState.RUNNING);
        awaitState(lost, TaskState.RUNNING);

        Jta.committed(() -> stores.tasks().cancel(cancelled));

        awaitState(cancelled, TaskState.CANCELLED);
        assertTold(cancelled, TaskState.CANCELLED);
        worker.stop();
        assertTold(lost, TaskState.READY, TaskState.READY);
    }

    @Test
    void what_a_hook_cannot_do_is_not_settled() {
        AtomicBoolean throwsNext = new AtomicBoolean(true);
        hooks = List.of(telling(), throwingAt(TaskState.SUCCEEDED, throwsNext));
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(2);
        assertTold(id, TaskState.SCHEDULED, TaskState.SUCCEEDED);
    }

    @Test
    void what_a_hook_cannot_do_apart_from_the_body_is_tried_again_without_it() {
        definition = APART;
        AtomicBoolean throwsNext = new AtomicBoolean(true);
        hooks = List.of(telling(), throwingAt(TaskState.SUCCEEDED, throwsNext));
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(starts).hasValue(1);
        assertTold(id, TaskState.SUCCEEDED);
    }

    @Test
    void what_a_hook_cannot_do_of_a_failure_is_tried_again_without_it() {
        AtomicBoolean throwsNext = new AtomicBoolean(true);
        hooks = List.of(throwingAt(TaskState.SCHEDULED, throwsNext), telling());
        body = RoomForFeaturesTest::failAtFirst;
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertTold(id, TaskState.SCHEDULED, TaskState.SUCCEEDED);
    }

    @Test
    void what_a_hook_can_never_do_of_a_lost_task_holds_up_no_other() {
        List<TaskId> ids = insertMany(5);
        ids.forEach(any -> claimForTheDead(Duration.ofMillis(100)));
        TaskId bad = ids.get(2);
        hooks = List.of(neverFollowing(bad));

        start(settings(SOON, Duration.ofSeconds(2)));

        ids.stream()
                .filter(id -> !id.equals(bad))
                .forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        assertThat(info(bad).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void what_a_hook_can_never_do_of_a_task_given_back_holds_up_no_other() {
        List<TaskId> ids = insertMany(3);
        TaskId bad = ids.get(1);
        hooks = List.of(neverFollowing(bad));
        body =
                task -> {
                    while (release.getCount() > 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                };
        Worker worker = start(settings(SOON, LEASE, SOON));
        ids.forEach(id -> awaitState(id, TaskState.RUNNING));

        worker.stop();

        assertThat(ids)
                .filteredOn(id -> !id.equals(bad))
                .allMatch(id -> info(id).state() == TaskState.READY);
        assertThat(info(bad).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void a_hook_that_has_nothing_to_do_with_a_task_costs_it_no_transaction() {
        definition = APART;
        AtomicInteger begun = new AtomicInteger();
        transactions =
                whole -> Around.wrap(Transactions.class, whole, Around.counting("begin", begun));
        hooks =
                List.of(
                        new SettleHook() {
                            @Override
                            public boolean concerns(String task) {
                                return false;
                            }

                            @Override
                            public void settled(List<SettledTask> tasks) {
                                throw new AssertionError("nothing concerns it");
                            }
                        });
        List<TaskId> ids = insertMany(3);

        start(settings(SOON, LEASE));

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        assertThat(begun).hasValue(0);
    }

    @Test
    void a_hook_stores_a_task_if_and_only_if_another_is_settled() {
        AtomicBoolean throwsNext = new AtomicBoolean(true);
        AtomicBoolean isLast = new AtomicBoolean();
        hooks =
                List.of(
                        hook(
                                task -> {
                                    if (task.state() == TaskState.SUCCEEDED
                                            && !isLast.getAndSet(true)) {
                                        Instant now = stores.tasks().now();
                                        NewTask next = task("next", now, now);
                                        storage().store(List.of(next));
                                        if (throwsNext.getAndSet(false)) {
                                            isLast.set(false);
                                            throw new IllegalStateException("after it was stored");
                                        }
                                    }
                                }));
        TaskId id = insert("default");

        // Nobody finds by polling what the hook stores.
        start(settings(NEVER, LEASE));

        awaitState(id, TaskState.SUCCEEDED);
        await().until(
                        () ->
                                texts("select state from background_task where queue = 'next'")
                                        .equals(List.of("SUCCEEDED")));
    }

    private static void failAtFirst(TaskContext task) {
        if (task.attempt() == 1) {
            throw new IllegalStateException("boom");
        }
    }

    private SettleHook telling() {
        sql("create table if not exists told (id varchar(40), state varchar(20))");
        sql("delete from told");
        return hook(
                task ->
                        sql(
                                "insert into told values ('%s', '%s')"
                                        .formatted(task.id(), task.state())));
    }

    private static SettleHook throwingAt(TaskState state, AtomicBoolean throwsNext) {
        return hook(
                task -> {
                    if (task.state() == state && throwsNext.getAndSet(false)) {
                        throw new IllegalStateException("a hook's");
                    }
                });
    }

    private static SettleHook neverFollowing(TaskId bad) {
        return hook(
                task -> {
                    if (task.id().equals(bad)) {
                        throw new IllegalStateException("always");
                    }
                });
    }

    private static SettleHook hook(Consumer<SettledTask> each) {
        return new SettleHook() {
            @Override
            public boolean concerns(String task) {
                return true;
            }

            @Override
            public void settled(List<SettledTask> tasks) {
                tasks.forEach(each);
            }
        };
    }

    private List<String> told(TaskId id) {
        return texts("select state from told where id = '%s'".formatted(id));
    }

    private void assertTold(TaskId id, TaskState... states) {
        assertThat(told(id))
                .containsExactlyInAnyOrder(
                        Arrays.stream(states).map(Enum::name).toArray(String[]::new));
    }
}
