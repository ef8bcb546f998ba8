package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.worker.Recorded;
import org.backgroundtasks.internal.store.worker.Settled;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** What is recorded of an attempt, under the lease it had. */
class SettlingTest extends StoreContract {

    @Test
    void a_success_counts_only_if_the_transaction_commits() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();

        Jta.rolledBack(() -> settle(lease, new Outcome.Succeeded()));
        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);

        assertThat(Jta.committed(() -> settle(lease, new Outcome.Succeeded())))
                .contains(TaskState.SUCCEEDED);
        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info.finishedAt()).isNotNull();
    }

    @Test
    void a_failure_is_attempted_again_after_its_delay() {
        NewTask task = stored();

        settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ofSeconds(60), "boom"));

        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(info.lastError()).isEqualTo("boom");
        assertThat(info.finishedAt()).isNull();
        assertThat(Duration.between(tasks.now(), info.runAt()))
                .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
        assertThat(claims.promote(10)).isZero();
    }

    @Test
    void a_due_task_is_promoted_and_claimed_again_under_the_next_lease() {
        stored();
        settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ZERO, "boom"));

        assertThat(claims.promote(10)).isOne();

        ClaimedTask again = claim(1).get(0);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.lease().number()).isEqualTo(2);
    }

    @Test
    void a_failed_task_keeps_its_error() {
        NewTask task = stored();

        settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));

        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.FAILED);
        assertThat(info.lastError()).isEqualTo("boom");
        assertThat(info.finishedAt()).isNotNull();
    }

    @Test
    void a_released_task_is_as_before_the_claim() {
        NewTask task = stored();

        settle(claim(1).get(0).lease(), new Outcome.Released());

        assertThat(info(task).state()).isEqualTo(TaskState.READY);
        assertThat(info(task).attempts()).isZero();
        assertThat(claim(1).get(0).lease().number()).isEqualTo(2);
    }

    @Test
    void a_lost_lease_settles_nothing() {
        NewTask task = stored();
        Lease old = claimAndLose(1).get(0).lease();
        reclaim(10, 3);
        Lease current = claim(1).get(0).lease();

        for (Outcome outcome : outcomes()) {
            assertThat(settle(old, outcome)).as(outcome.toString()).isEmpty();
        }
        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(settle(current, new Outcome.Succeeded())).isPresent();
        assertThat(settle(current, new Outcome.Succeeded())).isEmpty();
    }

    @Test
    void many_successes_are_recorded_at_once_and_lost_leases_told() {
        Jta.committed(() -> insert(ready(5)));
        Lease lost = claimAndLose(1).get(0).lease();
        reclaim(10, 3);
        List<Lease> held = claim(5).stream().map(ClaimedTask::lease).toList();
        List<Lease> all = new ArrayList<>(held);
        all.add(lost);

        assertThat(settling.succeedUnlocked(all).succeeded())
                .containsExactlyInAnyOrderElementsOf(held);
        assertThat(settling.succeedUnlocked(all).succeeded()).isEmpty();
        assertThat(settling.succeedUnlocked(List.of()).succeeded()).isEmpty();
        assertThat(held)
                .allSatisfy(
                        lease -> {
                            TaskInfo info = Jta.committed(() -> queries.find(lease.task()).get());
                            assertThat(info.state()).isEqualTo(TaskState.SUCCEEDED);
                            assertThat(info.finishedAt()).isNotNull();
                        });
    }

    @Test
    void many_successes_count_only_if_the_transaction_commits() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();

        Jta.rolledBack(() -> settling.succeedUnlocked(List.of(lease)).succeeded());

        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(settling.succeedUnlocked(List.of(lease)).succeeded()).containsExactly(lease);
    }

    @Test
    void who_asks_for_successes_waits_for_a_commit_that_is_under_way() throws Exception {
        stored();
        Lease lease = claim(1).get(0).lease();
        Transaction underWay = Jta.open(() -> settling.succeedUnlocked(List.of(lease)).succeeded());
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Set<Lease>> succeeded = other.submit(() -> settling.succeeded(List.of(lease)));
            await().pollDelay(Duration.ofMillis(300)).until(() -> !succeeded.isDone());

            Jta.MANAGER.resume(underWay);
            Jta.MANAGER.commit();

            assertThat(succeeded.get()).containsExactly(lease);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void success_of_many_is_recorded_past_a_row_that_somebody_has_locked() throws Exception {
        assumeLockedRowsAreSkipped();
        Jta.committed(() -> insert(ready(4)));
        Lease lost = claimAndLose(1).get(0).lease();
        reclaim(10, 3);
        List<Lease> held = claim(3).stream().map(ClaimedTask::lease).toList();
        Lease locked = held.get(0);
        List<Lease> all = new ArrayList<>(held);
        all.add(lost);
        Transaction caller = Jta.open(() -> tasks.cancel(locked.task()));

        Recorded recorded = settling.succeedUnlocked(all);

        Jta.MANAGER.resume(caller);
        Jta.MANAGER.commit();
        assertThat(recorded.locked()).containsExactly(locked);
        assertThat(recorded.succeeded())
                .containsExactlyInAnyOrderElementsOf(held.subList(1, held.size()));
        assertThat(settling.succeeded(all))
                .containsExactlyInAnyOrderElementsOf(held.subList(1, held.size()));
        assertThat(settling.succeedUnlocked(List.of(locked)).succeeded()).containsExactly(locked);
    }

    @Test
    void many_are_given_back_as_if_they_had_not_been_claimed() throws Exception {
        assumeLockedRowsAreSkipped();
        Jta.committed(() -> insert(ready(5)));
        Lease lost = claimAndLose(1).get(0).lease();
        reclaim(10, 3);
        List<Lease> held = claim(4).stream().map(ClaimedTask::lease).toList();
        Lease stopped = held.get(0);
        Jta.committed(() -> tasks.cancel(stopped.task()));
        Lease locked = held.get(1);
        List<Lease> all = new ArrayList<>(held);
        all.add(lost);
        Transaction caller = Jta.open(() -> tasks.cancel(locked.task()));

        Map<Lease, TaskState> released = settling.releaseUnlocked(all);

        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();
        assertThat(released)
                .containsOnly(
                        Map.entry(stopped, TaskState.CANCELLED),
                        Map.entry(held.get(2), TaskState.READY),
                        Map.entry(held.get(3), TaskState.READY));
        TaskInfo info = Jta.committed(() -> queries.find(held.get(2).task()).get());
        assertThat(info.attempts()).isZero();
        assertThat(settling.releaseUnlocked(List.of(locked)))
                .containsOnly(Map.entry(locked, TaskState.READY));
        assertThat(settling.releaseUnlocked(List.of())).isEmpty();
    }

    @Test
    void every_failed_attempt_is_kept_with_its_node_and_error() {
        NewTask task = stored();
        settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ZERO, "first"));
        claims.promote(1);
        claimAndLose(1);
        reclaim(10, 3);
        settle(claim(1).get(0).lease(), new Outcome.Released());
        String longest = "x".repeat(16_000);
        settle(claim(1).get(0).lease(), new Outcome.Failed(longest));

        List<TaskFailure> failures = Jta.committed(() -> queries.failures(task.id()));
        assertThat(failures)
                .extracting(TaskFailure::error)
                .containsExactly("first", "lost", longest);
        assertThat(failures).extracting(TaskFailure::attempt).containsExactly(1, 2, 3);
        assertThat(failures)
                .allSatisfy(
                        failure -> {
                            assertThat(failure.node()).isEqualTo("node");
                            assertThat(failure.startedAt()).isBeforeOrEqualTo(failure.failedAt());
                        });
        assertThat(info(task).lastError()).isEqualTo(longest);
        assertThat(Jta.committed(() -> queries.failures(TaskIds.next()))).isEmpty();
    }

    @Test
    void a_lost_lease_records_no_failure() {
        NewTask task = stored();
        Lease old = claimAndLose(1).get(0).lease();
        reclaim(10, 3);

        settle(old, new Outcome.Retrying(Duration.ZERO, "late"));
        claim(1);
        settle(old, new Outcome.Failed("later"));

        assertThat(Jta.committed(() -> queries.failures(task.id())))
                .extracting(TaskFailure::error)
                .containsExactly("lost");
    }

    @Test
    void a_success_that_was_recorded_is_not_overwritten_and_is_told() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();
        settle(lease, new Outcome.Succeeded());

        assertThat(settle(lease, new Outcome.Retrying(Duration.ZERO, "commit failed")))
                .contains(TaskState.SUCCEEDED);

        assertThat(info(task).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info(task).lastError()).isNull();
    }

    @Test
    void a_failure_is_recorded_in_the_transaction_there_is() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();

        Jta.rolledBack(() -> settle(lease, new Outcome.Failed("boom")));

        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(info(task).lastError()).isNull();
        assertThat(Jta.committed(() -> settle(lease, new Outcome.Failed("boom"))))
                .contains(TaskState.FAILED);
        assertThat(info(task).lastError()).isEqualTo("boom");
    }

    @Test
    void success_in_a_transaction_waits_for_whoever_has_locked_the_row() throws Exception {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();
        Transaction caller = Jta.open(() -> tasks.cancel(task.id()));
        Jta.MANAGER.begin();
        boolean isLetGo = false;
        try {
            // Sessions of these wait for minutes where they are not told otherwise.
            TestDatabase.execute(dataSource, engine.database().waitsOneSecond());
            assertThat(settling.succeed(lease)).isEqualTo(Settled.LOCKED);

            Transaction body = Jta.MANAGER.suspend();
            Jta.MANAGER.resume(caller);
            Jta.MANAGER.rollback();
            isLetGo = true;
            Jta.MANAGER.resume(body);
            assertThat(settling.succeed(lease)).isEqualTo(Settled.RECORDED);
            Jta.MANAGER.commit();
        } finally {
            if (!isLetGo) {
                Jta.MANAGER.rollback();
                Jta.MANAGER.resume(caller);
                Jta.MANAGER.rollback();
            }
        }

        assertThat(info(task).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(Jta.<Settled>committed(() -> settling.succeed(lease)))
                .isEqualTo(Settled.LEASE_LOST);
    }
}
