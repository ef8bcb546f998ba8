package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.Waiting;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Who takes which tasks, and each only once. */
class ClaimingTest extends StoreContract {

    @Test
    void a_claim_takes_the_due_tasks_by_priority_then_by_run_at() {
        Instant now = tasks.now();
        NewTask late = task("default", SIGNATURE, 0, now, now.minusSeconds(1), "[]");
        NewTask early = task("default", SIGNATURE, 0, now, now.minusSeconds(9), "[]");
        NewTask urgent = task("default", SIGNATURE, 5, now, now, "[]");
        NewTask lazy = task("default", SIGNATURE, -5, now, now.minusSeconds(99), "[]");
        Jta.committed(() -> insert(List.of(late, lazy, urgent, early)));

        List<ClaimedTask> claimed = claim(3);

        assertThat(claimed)
                .extracting(task -> task.lease().task())
                .containsExactly(urgent.id(), early.id(), late.id());
    }

    @Test
    void a_claim_tells_what_to_run_and_counts_the_attempt() {
        NewTask task = stored();

        ClaimedTask claimed = claim(1).get(0);

        assertThat(claimed)
                .isEqualTo(
                        new ClaimedTask(
                                new Lease(task.id(), 1),
                                "default",
                                task.invocation(),
                                1,
                                3,
                                "duke",
                                0,
                                null,
                                0,
                                0));
        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.RUNNING);
        assertThat(info.attempts()).isOne();
        assertThat(info.node()).isEqualTo("node");
        assertThat(info.startedAt()).isNotNull();
    }

    @Test
    void a_claim_that_reads_no_arguments_takes_the_first_task_and_they_can_be_read_later() {
        Instant now = tasks.now();
        NewTask first = task("default", SIGNATURE, 1, now, now, "[\"large\"]");
        NewTask second = task("default", SIGNATURE, 0, now, now, "[]");
        Jta.committed(() -> insert(List.of(second, first)));

        List<ClaimedTask> claimed =
                claims.claimUnread(new ClaimRequest("default", FILTER, ClaimLimit.of(1), LEASE));

        assertThat(claimed)
                .containsExactly(
                        new ClaimedTask(
                                new Lease(first.id(), 1),
                                "default",
                                new Invocation(first.invocation().name(), SIGNATURE, ""),
                                1,
                                3,
                                "duke",
                                0,
                                null,
                                0,
                                claimed.get(0).unreadBytes()));
        assertThat(claimed.get(0).isUnread()).isTrue();
        assertThat(claimed.get(0).mostBytes()).isBetween(9L, 36L);
        assertThat(claims.arguments(first.id())).isEqualTo("[\"large\"]");
        assertThat(info(first).state()).isEqualTo(TaskState.RUNNING);
        assertThat(ids(claim(10))).containsExactly(second.id());
        assertThat(claims.claimUnread(new ClaimRequest("default", FILTER, ClaimLimit.of(1), LEASE)))
                .isEmpty();
        assertThat(
                        claims.claimUnread(
                                new ClaimRequest(
                                        "default",
                                        ClaimFilter.all(Set.of()),
                                        ClaimLimit.of(1),
                                        LEASE)))
                .isEmpty();
    }

    @Test
    void a_claim_keeps_to_its_queue_and_to_the_methods_that_the_node_has() {
        Instant now = tasks.now();
        Jta.committed(
                () ->
                        insert(
                                List.of(
                                        task("other", SIGNATURE, 0, now, now, "[]"),
                                        task("default", "unknown", 9, now, now, "[]"))));

        assertThat(claim(10)).isEmpty();
        assertThat(
                        claims.claim(
                                new ClaimRequest(
                                        "default",
                                        ClaimFilter.all(Set.of()),
                                        ClaimLimit.of(10),
                                        LEASE)))
                .isEmpty();
        assertThat(
                        claims.claim(
                                new ClaimRequest(
                                        "default",
                                        ClaimFilter.all(Set.of("a", "unknown")),
                                        ClaimLimit.of(10),
                                        LEASE)))
                .hasSize(1);
    }

    @Test
    void a_claim_takes_large_tasks_for_free_threads_and_of_others_only_the_first_ones() {
        Instant now = tasks.now();
        List<NewTask> large =
                IntStream.range(0, 6)
                        .mapToObj(i -> task("default", SIGNATURE, -i, now, now, "é".repeat(500)))
                        .toList();
        Jta.committed(() -> insert(large));

        assertThat(ids(claim(new ClaimLimit(6, 2, 1_500), LEASE)))
                .containsExactly(large.get(0).id(), large.get(1).id());
        assertThat(ids(claim(new ClaimLimit(6, 0, 1_001), LEASE)))
                .containsExactly(large.get(2).id(), large.get(3).id());
        assertThat(ids(claim(new ClaimLimit(6, 0, 1_000), LEASE)))
                .containsExactly(large.get(4).id());
        assertThat(ids(claim(6))).containsExactly(large.get(5).id());
    }

    @Test
    void a_claim_takes_no_more_bytes_than_there_is_memory_for_and_one_in_any_case() {
        Instant now = tasks.now();
        List<NewTask> large =
                IntStream.range(0, 4)
                        .mapToObj(i -> task("default", SIGNATURE, -i, now, now, "é".repeat(500)))
                        .toList();
        Jta.committed(() -> insert(large));

        assertThat(ids(claim(ClaimLimit.of(4).within(1_500), LEASE)))
                .containsExactly(large.get(0).id(), large.get(1).id());
        assertThat(ids(claim(ClaimLimit.of(4).within(1), LEASE)))
                .containsExactly(large.get(2).id());
        assertThat(ClaimLimit.of(4).within(0).isLeft(0, 0)).isFalse();
        assertThat(ids(claim(ClaimLimit.of(4).within(-5), LEASE))).isEmpty();
    }

    private static List<TaskId> ids(List<ClaimedTask> claimed) {
        return claimed.stream().map(ClaimedTask::id).toList();
    }

    @Test
    void twenty_claimers_at_once_get_each_task_once() throws Exception {
        Jta.committed(() -> insert(ready(400)));

        ExecutorService claimers = Executors.newFixedThreadPool(20);
        List<TaskId> claimed = new ArrayList<>();
        try {
            Callable<List<ClaimedTask>> claimAll =
                    () -> {
                        List<ClaimedTask> mine = new ArrayList<>();
                        for (int dry = 0; dry < 3; ) {
                            List<ClaimedTask> some = claim(7);
                            mine.addAll(some);
                            dry = some.isEmpty() ? dry + 1 : 0;
                        }
                        return mine;
                    };
            for (Future<List<ClaimedTask>> one :
                    claimers.invokeAll(IntStream.range(0, 20).mapToObj(i -> claimAll).toList())) {
                one.get().forEach(task -> claimed.add(task.lease().task()));
            }
        } finally {
            claimers.shutdownNow();
        }

        assertThat(claimed).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void what_has_lost_workers_can_be_claimed_apart() {
        NewTask loser = stored();
        claimAndLose(1);
        reclaim(10, 3);
        NewTask other = stored();
        ClaimFilter losers = new ClaimFilter(Set.of(SIGNATURE), 1, 9);

        assertThat(claims.snapshot().mostLosses()).isOne();
        assertThat(claims.queuesOfLosers(losers)).containsExactly("default");
        assertThat(claims.queuesOfLosers(new ClaimFilter(Set.of("unknown"), 1, 9))).isEmpty();
        assertThat(claims.queuesOfLosers(new ClaimFilter(Set.of(SIGNATURE), 2, 9))).isEmpty();
        assertThat(
                        claims.claim(
                                new ClaimRequest(
                                        "default",
                                        new ClaimFilter(Set.of(SIGNATURE), 0, 0),
                                        ClaimLimit.of(9),
                                        LEASE)))
                .extracting(ClaimedTask::id)
                .containsExactly(other.id());
        assertThat(claims.claim(new ClaimRequest("default", losers, ClaimLimit.of(9), LEASE)))
                .extracting(ClaimedTask::id)
                .containsExactly(loser.id());
        assertThat(claims.snapshot().mostLosses()).isZero();
        assertThat(claims.queuesOfLosers(losers)).isEmpty();
    }

    @Test
    void what_waits_for_long_is_counted_by_name_and_signature() {
        Instant now = tasks.now();
        Instant before = now.minusSeconds(60);
        Jta.committed(
                () ->
                        insert(
                                List.of(
                                        task("a", "unknown", 0, before, before, "[]"),
                                        task("a", "unknown", 0, before, before, "[]"),
                                        task("b", SIGNATURE, 0, before, before, "[]"),
                                        task("b", SIGNATURE, 0, now, now, "[]"))));

        assertThat(upkeep.waitingLongerThan(Duration.ofSeconds(30)))
                .containsExactlyInAnyOrder(
                        new Waiting("task", "unknown", "a", 2),
                        new Waiting("task", SIGNATURE, "b", 1));
    }

    /** As InnoDB does with each row that a statement passes by. */
    @Test
    void a_row_that_is_locked_for_a_moment_is_claimed_all_the_same() throws Exception {
        assumeThat(engine.database()).isIn(TestDatabase.H2, TestDatabase.MARIADB);
        stored();
        try (Connection locking = dataSource.getConnection();
                Statement statement = locking.createStatement();
                Stores node = open(freeing(locking), "other")) {
            locking.setAutoCommit(false);
            statement.executeQuery("select id from background_task for update").close();

            assertThat(
                            node.worker()
                                    .claims()
                                    .claim(
                                            new ClaimRequest(
                                                    "default", FILTER, ClaimLimit.of(1), LEASE)))
                    .hasSize(1);
        }
    }

    /** Ends the transaction of another when somebody looks, without a lock, for what is locked. */
    private DataSource freeing(Connection locking) {
        return Around.wrap(
                DataSource.class,
                dataSource,
                (method, arguments, itself) ->
                        method.equals("getConnection")
                                ? freeing((Connection) itself.call(), locking)
                                : itself.call());
    }

    private static Connection freeing(Connection connection, Connection locking) {
        return Around.wrap(
                Connection.class,
                connection,
                (method, arguments, itself) -> {
                    if (method.equals("prepareStatement")
                            && String.valueOf(arguments[0]).contains("losses between")
                            && !String.valueOf(arguments[0]).contains("for update")) {
                        locking.rollback();
                    }
                    return itself.call();
                });
    }
}
