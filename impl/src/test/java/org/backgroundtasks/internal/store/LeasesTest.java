package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.transaction.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.ReclaimRules;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.store.worker.Renewal;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** How leases are kept, and taken from who has lost them. */
class LeasesTest extends StoreContract {

    @Test
    void an_expired_lease_is_reclaimed_and_a_renewed_one_is_not() {
        NewTask dead = stored();
        claimAndLose(1);
        NewTask alive = stored();
        Lease lease = claimAndLose(1).get(0).lease();

        assertThat(claims.snapshot().hasExpired()).isTrue();
        Renewal renewal = leases.renew(List.of(lease), LEASE);

        assertThat(renewal.lost()).isEmpty();
        assertThat(reclaim(10, 3))
                .containsExactly(
                        new Reclaimed(
                                new Lease(dead.id(), 1),
                                "task",
                                "default",
                                1,
                                "node",
                                TaskState.READY));
        assertThat(info(alive).state()).isEqualTo(TaskState.RUNNING);
        assertThat(info(dead).state()).isEqualTo(TaskState.READY);
        assertThat(info(dead).lastError()).isEqualTo("lost");
        assertThat(claims.snapshot().hasExpired()).isFalse();
    }

    @Test
    void a_body_that_was_renewed_after_it_had_read_can_succeed() {
        NewTask task = stored();
        Lease lease = claimAndLose(1).get(0).lease();

        Jta.committed(
                () -> {
                    queries.find(TaskIds.next());
                    Transaction body = Jta.MANAGER.suspend();
                    leases.renew(List.of(lease), LEASE);
                    Jta.MANAGER.resume(body);
                    return settle(lease, new Outcome.Succeeded());
                });

        assertThat(info(task).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void a_renewal_tells_what_was_lost_and_what_was_cancelled() {
        stored();
        Lease lost = claimAndLose(1).get(0).lease();
        reclaim(10, 3);
        claim(1);
        NewTask stopping = stored();
        Lease cancelled = claim(1).get(0).lease();
        Jta.committed(() -> tasks.cancel(stopping.id()));
        stored();
        Lease held = claim(1).get(0).lease();

        Renewal renewal = leases.renew(List.of(lost, cancelled, held), LEASE);

        assertThat(renewal.lost()).containsExactly(lost);
        assertThat(renewal.cancelled()).containsExactly(cancelled);
    }

    @Test
    void a_row_that_somebody_has_locked_holds_up_no_other_and_is_not_lost() throws Exception {
        assumeLockedRowsAreSkipped();
        NewTask locked = stored();
        Lease lockedLease = claimAndLose(1).get(0).lease();
        NewTask free = stored();
        Lease freeLease = claimAndLose(1).get(0).lease();

        Transaction caller = Jta.open(() -> tasks.cancel(locked.id()));
        Renewal renewal = leases.renew(List.of(lockedLease, freeLease), LEASE);
        List<Reclaimed> reclaimed = reclaim(10, 3);
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();

        assertThat(renewal.lost()).isEmpty();
        assertThat(reclaimed).as("the locked one is left, the other one renewed").isEmpty();
        assertThat(info(free).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void an_expired_lease_whose_row_is_locked_is_told_and_can_be_spared() throws Exception {
        assumeLockedRowsAreSkipped();
        NewTask locked = stored();
        Lease lease = claimAndLose(1).get(0).lease();
        NewTask free = stored();
        claimAndLose(1);

        Transaction caller = Jta.open(() -> tasks.cancel(locked.id()));
        List<Lease> told = leases.lockedAndExpired(10);
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();

        assertThat(told).containsExactly(lease);
        assertThat(leases.lockedAndExpired(10)).isEmpty();
        assertThat(leases.reclaim(1, rules(3), told))
                .extracting(Reclaimed::id)
                .containsExactly(free.id());
        assertThat(info(locked).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void who_holds_a_row_is_known_also_if_it_is_a_prepared_transaction() throws Exception {
        assumeThat(engine.database()).isEqualTo(TestDatabase.POSTGRESQL);
        NewTask task = stored();
        claimAndLose(1);
        String change = "update background_task set cancel_requested = true";
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            assertThat(leases.holder(task.id())).isEmpty();
            holder.setAutoCommit(false);
            statement.execute(change);
            assertThat(leases.holder(task.id()).orElseThrow()).startsWith("the session ");

            statement.execute("prepare transaction 'left'");
            holder.setAutoCommit(true);
            try {
                assertThat(leases.holder(task.id()).orElseThrow())
                        .startsWith("the prepared transaction left of ");
                assertThat(leases.lockedAndExpired(10)).hasSize(1);
            } finally {
                statement.execute("rollback prepared 'left'");
            }
            assertThat(leases.lockedAndExpired(10)).isEmpty();
        }
    }

    @Test
    void what_is_tried_changes_nothing() {
        NewTask task = stored();
        claimAndLose(1);

        leases.tryToReclaim(10, rules(3), Set.of());

        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(info(task).lastError()).isNull();
        assertThat(reclaim(10, 3)).hasSize(1);
    }

    @Test
    void whether_rows_can_be_changed_is_found_out_without_a_change() {
        NewTask task = stored();
        Lease lease = claimAndLose(1).get(0).lease();

        probes.tryToChange(lease);

        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(settle(lease, new Outcome.Succeeded())).contains(TaskState.SUCCEEDED);
    }

    @Test
    void who_holds_no_lease_finds_out_that_the_table_is_locked() throws Exception {
        assumeThat(engine.database()).isEqualTo(TestDatabase.POSTGRESQL);
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            // As one that makes an index does: rows can be locked, and not changed.
            holder.setAutoCommit(false);
            statement.execute("lock table background_task in share mode");

            AtomicBoolean isConnected = new AtomicBoolean();
            Future<?> probe =
                    CompletableFuture.runAsync(
                            () -> probes.probeWriting(() -> isConnected.set(true)));
            assertThatThrownBy(() -> probe.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(isConnected).isTrue();
            holder.rollback();

            probe.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_transaction_that_has_only_begun_is_made_one_at_read_committed() {
        assumeThat(engine.database()).isEqualTo(TestDatabase.POSTGRESQL);

        String level =
                Jta.committed(
                        () -> {
                            probes.relaxTransaction();
                            try (Connection joined = dataSource.getConnection();
                                    Statement statement = joined.createStatement();
                                    ResultSet row =
                                            statement.executeQuery("show transaction_isolation")) {
                                row.next();
                                return row.getString(1);
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        assertThat(level).isEqualTo("read committed");
    }

    @Test
    void losses_are_counted_until_the_task_is_brought_back() {
        NewTask task = stored(25);
        claimAndLose(1);
        reclaim(10, 3);
        settle(claim(1).get(0).lease(), new Outcome.Released());
        claimAndLose(1);
        reclaim(10, 3);
        settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ZERO, "boom"));
        claims.promote(10);
        claimAndLose(1);
        reclaim(10, 3);

        assertThat(info(task).state()).isEqualTo(TaskState.FAILED);
        Jta.committed(() -> tasks.retry(task.id()));
        claimAndLose(1);
        reclaim(10, 3);
        assertThat(info(task).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void a_node_that_lacks_the_method_fails_nothing() {
        NewTask task = stored(1);
        claimAndLose(1);

        leases.reclaim(10, new ReclaimRules(1, Set.of("other"), "lost"), Set.of());

        assertThat(info(task).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void an_outcome_whose_answer_was_lost_is_told_again() {
        for (Outcome outcome :
                List.of(new Outcome.Retrying(Duration.ZERO, "boom"), new Outcome.Failed("boom"))) {
            NewTask task = stored();
            Lease lease = claim(1).get(0).lease();

            TaskState first = settle(lease, outcome).orElseThrow();

            assertThat(settle(lease, outcome)).contains(first);
            assertThat(Jta.committed(() -> queries.failures(task.id()))).hasSize(1);
        }
    }

    @Test
    void a_renewal_of_another_node_renews_nothing() {
        stored();
        Lease lease = claim(1).get(0).lease();
        try (Stores other = open(settings(SchemaMode.VALIDATE, null), "other")) {
            assertThat(other.worker().leases().renew(List.of(lease), LEASE).lost())
                    .containsExactly(lease);
        }
    }

    @Test
    void a_task_that_keeps_losing_its_worker_fails() {
        NewTask task = stored(25);

        for (int loss = 1; loss <= 3; loss++) {
            assertThat(info(task).state()).isEqualTo(TaskState.READY);
            claimAndLose(1);
            reclaim(10, 3);
        }

        assertThat(info(task).state()).isEqualTo(TaskState.FAILED);
        assertThat(info(task).finishedAt()).isNotNull();
    }

    @Test
    void a_task_that_loses_its_worker_in_its_last_attempt_fails() {
        NewTask task = stored(1);
        claimAndLose(1);

        reclaim(10, 3);

        assertThat(info(task).state()).isEqualTo(TaskState.FAILED);
    }
}
