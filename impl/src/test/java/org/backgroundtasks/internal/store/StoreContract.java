package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import jakarta.transaction.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.Transition;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do, with every Jakarta Persistence provider. */
abstract class StoreContract {

    private static final String SIGNATURE = "known";
    private static final Wanted WANTED = Wanted.all(Set.of(SIGNATURE));
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration EXPIRED = Duration.ofSeconds(-1);

    private final TestDatabase database;
    private final TestProvider provider;
    private AgroalDataSource dataSource;
    private Stores stores;
    private TaskStore tasks;
    private LeaseStore leases;

    StoreContract(TestDatabase database, TestProvider provider) {
        this.database = database;
        this.provider = provider;
    }

    @BeforeEach
    void open() {
        provider.install();
        dataSource = database.open();
        stores = open(settings(SchemaMode.CREATE, null), "node");
        tasks = stores.tasks();
        leases = stores.leases();
    }

    @AfterEach
    void close() {
        stores.close();
        dataSource.close();
    }

    private Stores open(StoreSettings settings, String node) {
        return Stores.open(
                new Stores.Surroundings(dataSource, Jta.REGISTRY, provider.properties()),
                settings,
                node,
                Duration.ofSeconds(10));
    }

    private static StoreSettings settings(SchemaMode mode, String databaseSchema) {
        return new StoreSettings("unused", mode, databaseSchema);
    }

    // Storing

    @Test
    void a_task_is_stored_when_the_transaction_commits() {
        NewTask task = ready();

        Jta.committed(() -> insert(task));

        TaskInfo info = info(task);
        assertThat(info)
                .isEqualTo(
                        new TaskInfo(
                                task.id(),
                                "task",
                                "default",
                                0,
                                TaskState.READY,
                                task.runAt(),
                                task.createdAt(),
                                "duke",
                                null,
                                null,
                                0,
                                3,
                                null,
                                null));
    }

    @Test
    void no_task_is_stored_when_the_transaction_rolls_back() {
        NewTask task = ready();

        Jta.rolledBack(() -> insert(task));

        assertThat(Jta.committed(() -> tasks.find(task.id()))).isEmpty();
    }

    @Test
    void a_task_is_found_in_the_transaction_that_stores_it() {
        NewTask task = ready();

        assertThat(Jta.rolledBack(() -> insert(task) ? tasks.find(task.id()) : null)).isPresent();
    }

    @Test
    void nothing_is_stored_outside_of_a_transaction() {
        assertThatThrownBy(() -> tasks.insert(List.of(ready())))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000507");
    }

    @Test
    void nothing_is_stored_in_a_transaction_marked_for_rollback() {
        Callable<Boolean> doomed =
                () -> {
                    Jta.MANAGER.setRollbackOnly();
                    return insert(ready());
                };

        assertThatThrownBy(() -> Jta.rolledBack(doomed))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000506");
    }

    @Test
    void thousands_are_stored_at_once() {
        List<NewTask> many = IntStream.range(0, 2_000).mapToObj(i -> ready()).toList();

        Jta.committed(() -> insert(many));

        assertThat(claim(5_000)).hasSize(2_000);
    }

    @Test
    void a_task_for_later_is_scheduled() {
        NewTask task = scheduled(tasks.now().plusSeconds(60));

        Jta.committed(() -> insert(task));

        assertThat(info(task).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(claim(10)).isEmpty();
        assertThat(leases.promote(10)).isZero();
    }

    @Test
    void text_of_any_alphabet_and_a_mebibyte_of_it_comes_back() {
        String arguments = "[\"" + "ä€😀".repeat((1 << 20) / 9) + "\"]";
        Instant now = tasks.now();
        NewTask task = task("default", SIGNATURE, 0, now, now, arguments);

        Jta.committed(() -> insert(task));

        assertThat(claim(1).get(0).invocation().arguments()).isEqualTo(arguments);
    }

    @Test
    void the_clock_is_the_databases() {
        assertThat(Duration.between(leases.survey().now(), tasks.now()).abs())
                .isLessThan(Duration.ofSeconds(1));
    }

    // Claiming

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
                                0));
        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.RUNNING);
        assertThat(info.attempts()).isOne();
        assertThat(info.node()).isEqualTo("node");
        assertThat(info.startedAt()).isNotNull();
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
        assertThat(leases.claim("default", Wanted.all(Set.of()), Room.of(10), LEASE)).isEmpty();
        assertThat(leases.claim("default", Wanted.all(Set.of("a", "unknown")), Room.of(10), LEASE))
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

        assertThat(ids(leases.claim("default", WANTED, new Room(6, 2, 1_500), LEASE)))
                .containsExactly(large.get(0).id(), large.get(1).id());
        assertThat(ids(leases.claim("default", WANTED, new Room(6, 0, 1_001), LEASE)))
                .containsExactly(large.get(2).id(), large.get(3).id());
        assertThat(ids(leases.claim("default", WANTED, new Room(6, 0, 1_000), LEASE)))
                .containsExactly(large.get(4).id());
        assertThat(ids(leases.claim("default", WANTED, Room.of(6), LEASE)))
                .containsExactly(large.get(5).id());
    }

    private static List<TaskId> ids(List<ClaimedTask> claimed) {
        return claimed.stream().map(ClaimedTask::id).toList();
    }

    @Test
    void twenty_claimers_at_once_get_each_task_once() throws Exception {
        Jta.committed(() -> insert(IntStream.range(0, 400).mapToObj(i -> ready()).toList()));

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
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        reclaim(10, 3);
        NewTask other = stored();
        Wanted losers = new Wanted(Set.of(SIGNATURE), 1, 9);

        assertThat(leases.survey().mostLosses()).isOne();
        assertThat(leases.queuesOfLosers(losers)).containsExactly("default");
        assertThat(leases.queuesOfLosers(new Wanted(Set.of("unknown"), 1, 9))).isEmpty();
        assertThat(leases.queuesOfLosers(new Wanted(Set.of(SIGNATURE), 2, 9))).isEmpty();
        assertThat(leases.claim("default", new Wanted(Set.of(SIGNATURE), 0, 0), Room.of(9), LEASE))
                .extracting(ClaimedTask::id)
                .containsExactly(other.id());
        assertThat(leases.claim("default", losers, Room.of(9), LEASE))
                .extracting(ClaimedTask::id)
                .containsExactly(loser.id());
        assertThat(leases.survey().mostLosses()).isZero();
        assertThat(leases.queuesOfLosers(losers)).isEmpty();
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

        assertThat(leases.waitingLongerThan(Duration.ofSeconds(30)))
                .containsExactlyInAnyOrder(
                        new Waiting("task", "unknown", "a", 2),
                        new Waiting("task", SIGNATURE, "b", 1));
    }

    // Settling

    @Test
    void a_success_counts_only_if_the_transaction_commits() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();

        Jta.rolledBack(() -> leases.settle(lease, new Outcome.Succeeded()));
        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);

        assertThat(Jta.committed(() -> leases.settle(lease, new Outcome.Succeeded())))
                .contains(TaskState.SUCCEEDED);
        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info.finishedAt()).isNotNull();
    }

    @Test
    void a_failure_is_attempted_again_after_its_delay() {
        NewTask task = stored();

        leases.settle(
                claim(1).get(0).lease(), new Outcome.Retrying(Duration.ofSeconds(60), "boom"));

        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(info.lastError()).isEqualTo("boom");
        assertThat(info.finishedAt()).isNull();
        assertThat(Duration.between(tasks.now(), info.runAt()))
                .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
        assertThat(leases.promote(10)).isZero();
    }

    @Test
    void a_due_task_is_promoted_and_claimed_again_under_the_next_lease() {
        stored();
        leases.settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ZERO, "boom"));

        assertThat(leases.promote(10)).isOne();

        ClaimedTask again = claim(1).get(0);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.lease().number()).isEqualTo(2);
    }

    @Test
    void a_failed_task_keeps_its_error() {
        NewTask task = stored();

        leases.settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));

        TaskInfo info = info(task);
        assertThat(info.state()).isEqualTo(TaskState.FAILED);
        assertThat(info.lastError()).isEqualTo("boom");
        assertThat(info.finishedAt()).isNotNull();
    }

    @Test
    void a_released_task_is_as_before_the_claim() {
        NewTask task = stored();

        leases.settle(claim(1).get(0).lease(), new Outcome.Released());

        assertThat(info(task).state()).isEqualTo(TaskState.READY);
        assertThat(info(task).attempts()).isZero();
        assertThat(claim(1).get(0).lease().number()).isEqualTo(2);
    }

    @Test
    void a_lost_lease_settles_nothing() {
        NewTask task = stored();
        Lease old = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
        reclaim(10, 3);
        Lease current = claim(1).get(0).lease();

        for (Outcome outcome : outcomes()) {
            assertThat(leases.settle(old, outcome)).as(outcome.toString()).isEmpty();
        }
        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(leases.settle(current, new Outcome.Succeeded())).isPresent();
        assertThat(leases.settle(current, new Outcome.Succeeded())).isEmpty();
    }

    @Test
    void many_successes_are_recorded_at_once_and_lost_leases_told() {
        Jta.committed(() -> insert(IntStream.range(0, 5).mapToObj(i -> ready()).toList()));
        Lease lost = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
        reclaim(10, 3);
        List<Lease> held = claim(5).stream().map(ClaimedTask::lease).toList();
        List<Lease> all = new ArrayList<>(held);
        all.add(lost);

        assertThat(leases.succeed(all)).containsExactlyInAnyOrderElementsOf(held);
        assertThat(leases.succeed(all)).isEmpty();
        assertThat(leases.succeed(List.of())).isEmpty();
        assertThat(held)
                .allSatisfy(
                        lease -> {
                            TaskInfo info = Jta.committed(() -> tasks.find(lease.task()).get());
                            assertThat(info.state()).isEqualTo(TaskState.SUCCEEDED);
                            assertThat(info.finishedAt()).isNotNull();
                        });
    }

    @Test
    void many_successes_count_only_if_the_transaction_commits() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();

        Jta.rolledBack(() -> leases.succeed(List.of(lease)));

        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(leases.succeed(List.of(lease))).containsExactly(lease);
    }

    @Test
    void who_asks_for_successes_waits_for_a_commit_that_is_under_way() throws Exception {
        stored();
        Lease lease = claim(1).get(0).lease();
        Transaction underWay = Jta.open(() -> leases.succeed(List.of(lease)));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Set<Lease>> succeeded = other.submit(() -> leases.succeeded(List.of(lease)));
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
        Jta.committed(() -> insert(IntStream.range(0, 4).mapToObj(i -> ready()).toList()));
        Lease lost = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
        reclaim(10, 3);
        List<Lease> held = claim(3).stream().map(ClaimedTask::lease).toList();
        Lease locked = held.get(0);
        List<Lease> all = new ArrayList<>(held);
        all.add(lost);
        Transaction caller = Jta.open(() -> tasks.cancel(locked.task()));

        Recorded recorded = leases.succeedUnlocked(all);

        Jta.MANAGER.resume(caller);
        Jta.MANAGER.commit();
        assertThat(recorded.locked()).containsExactly(locked);
        assertThat(recorded.succeeded())
                .containsExactlyInAnyOrderElementsOf(held.subList(1, held.size()));
        assertThat(leases.succeeded(all))
                .containsExactlyInAnyOrderElementsOf(held.subList(1, held.size()));
        assertThat(leases.succeedUnlocked(List.of(locked)).succeeded()).containsExactly(locked);
    }

    @Test
    void many_are_given_back_as_if_they_had_not_been_claimed() throws Exception {
        Jta.committed(() -> insert(IntStream.range(0, 5).mapToObj(i -> ready()).toList()));
        Lease lost = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
        reclaim(10, 3);
        List<Lease> held = claim(4).stream().map(ClaimedTask::lease).toList();
        Lease stopped = held.get(0);
        Jta.committed(() -> tasks.cancel(stopped.task()));
        Lease locked = held.get(1);
        List<Lease> all = new ArrayList<>(held);
        all.add(lost);
        Transaction caller = Jta.open(() -> tasks.cancel(locked.task()));

        Map<Lease, TaskState> released = leases.releaseUnlocked(all);

        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();
        assertThat(released)
                .containsOnly(
                        Map.entry(stopped, TaskState.CANCELLED),
                        Map.entry(held.get(2), TaskState.READY),
                        Map.entry(held.get(3), TaskState.READY));
        TaskInfo info = Jta.committed(() -> tasks.find(held.get(2).task()).get());
        assertThat(info.attempts()).isZero();
        assertThat(leases.releaseUnlocked(List.of(locked)))
                .containsOnly(Map.entry(locked, TaskState.READY));
        assertThat(leases.releaseUnlocked(List.of())).isEmpty();
    }

    private static List<Outcome> outcomes() {
        return List.of(
                new Outcome.Succeeded(),
                new Outcome.Retrying(Duration.ZERO, "e"),
                new Outcome.Failed("e"),
                new Outcome.Released());
    }

    @Test
    void every_failed_attempt_is_kept_with_its_node_and_error() {
        NewTask task = stored();
        leases.settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ZERO, "first"));
        leases.promote(1);
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        reclaim(10, 3);
        leases.settle(claim(1).get(0).lease(), new Outcome.Released());
        String longest = "x".repeat(16_000);
        leases.settle(claim(1).get(0).lease(), new Outcome.Failed(longest));

        List<TaskFailure> failures = Jta.committed(() -> tasks.failures(task.id()));
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
        assertThat(Jta.committed(() -> tasks.failures(TaskIds.next()))).isEmpty();
    }

    @Test
    void a_lost_lease_records_no_failure() {
        NewTask task = stored();
        Lease old = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
        reclaim(10, 3);

        leases.settle(old, new Outcome.Retrying(Duration.ZERO, "late"));
        claim(1);
        leases.settle(old, new Outcome.Failed("later"));

        assertThat(Jta.committed(() -> tasks.failures(task.id())))
                .extracting(TaskFailure::error)
                .containsExactly("lost");
    }

    @Test
    void a_success_that_was_recorded_is_not_overwritten_and_is_told() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();
        leases.settle(lease, new Outcome.Succeeded());

        assertThat(leases.settle(lease, new Outcome.Retrying(Duration.ZERO, "commit failed")))
                .contains(TaskState.SUCCEEDED);

        assertThat(info(task).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info(task).lastError()).isNull();
    }

    @Test
    void a_failure_is_recorded_in_the_transaction_there_is() {
        NewTask task = stored();
        Lease lease = claim(1).get(0).lease();

        Jta.rolledBack(() -> leases.settle(lease, new Outcome.Failed("boom")));

        assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
        assertThat(info(task).lastError()).isNull();
        assertThat(Jta.committed(() -> leases.settle(lease, new Outcome.Failed("boom"))))
                .contains(TaskState.FAILED);
        assertThat(info(task).lastError()).isEqualTo("boom");
    }

    // Leases

    @Test
    void an_expired_lease_is_reclaimed_and_a_renewed_one_is_not() {
        NewTask dead = stored();
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        NewTask alive = stored();
        Lease lease = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();

        assertThat(leases.survey().hasExpired()).isTrue();
        Renewal renewal = leases.renew(List.of(lease), LEASE);

        assertThat(renewal.lost()).isEmpty();
        assertThat(reclaim(10, 3))
                .containsExactly(
                        new Reclaimed(dead.id(), "task", "default", 1, "node", TaskState.READY));
        assertThat(info(alive).state()).isEqualTo(TaskState.RUNNING);
        assertThat(info(dead).state()).isEqualTo(TaskState.READY);
        assertThat(info(dead).lastError()).isEqualTo("lost");
        assertThat(leases.survey().hasExpired()).isFalse();
    }

    @Test
    void a_renewal_tells_what_was_lost_and_what_was_cancelled() {
        stored();
        Lease lost = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
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
        NewTask locked = stored();
        Lease lockedLease = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
        NewTask free = stored();
        Lease freeLease = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();

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
        NewTask locked = stored();
        Lease lease = leases.claim("default", WANTED, Room.of(1), EXPIRED).get(0).lease();
        NewTask free = stored();
        leases.claim("default", WANTED, Room.of(1), EXPIRED);

        Transaction caller = Jta.open(() -> tasks.cancel(locked.id()));
        List<Lease> told = leases.lockedAndExpired(10);
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();

        assertThat(told).containsExactly(lease);
        assertThat(leases.lockedAndExpired(10)).isEmpty();
        assertThat(leases.reclaim(1, 3, Set.of(SIGNATURE), told, "lost"))
                .extracting(Reclaimed::id)
                .containsExactly(free.id());
        assertThat(info(locked).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void losses_are_counted_until_the_task_is_brought_back() {
        NewTask task = stored(25);
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        reclaim(10, 3);
        leases.settle(claim(1).get(0).lease(), new Outcome.Released());
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        reclaim(10, 3);
        leases.settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ZERO, "boom"));
        leases.promote(10);
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        reclaim(10, 3);

        assertThat(info(task).state()).isEqualTo(TaskState.FAILED);
        Jta.committed(() -> tasks.retry(task.id()));
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        reclaim(10, 3);
        assertThat(info(task).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void a_node_that_lacks_the_method_fails_nothing() {
        NewTask task = stored(1);
        leases.claim("default", WANTED, Room.of(1), EXPIRED);

        leases.reclaim(10, 1, Set.of("other"), Set.of(), "lost");

        assertThat(info(task).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void an_outcome_whose_answer_was_lost_is_told_again() {
        for (Outcome outcome :
                List.of(new Outcome.Retrying(Duration.ZERO, "boom"), new Outcome.Failed("boom"))) {
            NewTask task = stored();
            Lease lease = claim(1).get(0).lease();

            TaskState first = leases.settle(lease, outcome).orElseThrow();

            assertThat(leases.settle(lease, outcome)).contains(first);
            assertThat(Jta.committed(() -> tasks.failures(task.id()))).hasSize(1);
        }
    }

    @Test
    void a_renewal_of_another_node_renews_nothing() {
        stored();
        Lease lease = claim(1).get(0).lease();
        try (Stores other = open(settings(SchemaMode.VALIDATE, null), "other")) {
            assertThat(other.leases().renew(List.of(lease), LEASE).lost()).containsExactly(lease);
        }
    }

    @Test
    void a_task_that_keeps_losing_its_worker_fails() {
        NewTask task = stored(25);

        for (int loss = 1; loss <= 3; loss++) {
            assertThat(info(task).state()).isEqualTo(TaskState.READY);
            leases.claim("default", WANTED, Room.of(1), EXPIRED);
            reclaim(10, 3);
        }

        assertThat(info(task).state()).isEqualTo(TaskState.FAILED);
        assertThat(info(task).finishedAt()).isNotNull();
    }

    @Test
    void a_task_that_loses_its_worker_in_its_last_attempt_fails() {
        NewTask task = stored(1);
        leases.claim("default", WANTED, Room.of(1), EXPIRED);

        reclaim(10, 3);

        assertThat(info(task).state()).isEqualTo(TaskState.FAILED);
    }

    // Cancelling and retrying

    @Test
    void a_waiting_task_is_cancelled_at_once() {
        NewTask task = stored();

        assertThat(Jta.rolledBack(() -> tasks.cancel(task.id()))).isTrue();
        assertThat(info(task).state()).isEqualTo(TaskState.READY);

        assertThat(Jta.committed(() -> tasks.cancel(task.id()))).isTrue();
        assertThat(info(task).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(info(task).finishedAt()).isNotNull();
        assertThat(claim(1)).isEmpty();
        assertThat(Jta.committed(() -> tasks.cancel(task.id()))).isFalse();
        assertThat(Jta.committed(() -> tasks.cancel(TaskIds.next()))).isFalse();
    }

    @Test
    void a_running_task_that_was_cancelled_is_not_attempted_again() {
        for (Outcome outcome : outcomes()) {
            NewTask task = stored();
            Lease lease = claim(1).get(0).lease();

            assertThat(Jta.committed(() -> tasks.cancel(task.id()))).isTrue();
            assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
            TaskState settled = leases.settle(lease, outcome).orElseThrow();

            TaskState expected =
                    outcome instanceof Outcome.Succeeded
                            ? TaskState.SUCCEEDED
                            : TaskState.CANCELLED;
            assertThat(settled).as(outcome.toString()).isEqualTo(expected);
            assertThat(info(task).state()).as(outcome.toString()).isEqualTo(expected);
            assertThat(info(task).finishedAt()).isNotNull();
        }
    }

    @Test
    void a_cancelled_task_that_loses_its_worker_is_cancelled() {
        NewTask task = stored();
        leases.claim("default", WANTED, Room.of(1), EXPIRED);
        Jta.committed(() -> tasks.cancel(task.id()));

        reclaim(10, 3);

        assertThat(info(task).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void a_retry_brings_back_what_failed_or_was_cancelled() {
        NewTask failed = stored();
        leases.settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));
        NewTask cancelled = stored();
        Jta.committed(() -> tasks.cancel(cancelled.id()));
        NewTask waiting = scheduledAndStored();

        for (NewTask task : List.of(failed, cancelled)) {
            assertThat(Jta.committed(() -> tasks.retry(task.id()))).isTrue();
            assertThat(info(task).state()).isEqualTo(TaskState.READY);
            assertThat(info(task).attempts()).isZero();
            assertThat(info(task).finishedAt()).isNull();
        }
        assertThat(Jta.committed(() -> tasks.retry(waiting.id()))).isFalse();
        assertThat(claim(10)).extracting(ClaimedTask::attempt).containsExactly(1, 1);
    }

    // Housekeeping

    @Test
    void ended_tasks_are_pruned_after_their_retention() {
        NewTask succeeded = stored();
        leases.settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        NewTask failed = stored();
        leases.settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));
        NewTask waiting = scheduledAndStored();
        NewTask running = stored();
        claim(1);
        Duration day = Duration.ofDays(1);

        assertThat(leases.prune(day, day, 10)).isZero();
        assertThat(leases.prune(Duration.ofSeconds(-1), day, 10)).isOne();
        assertThat(Jta.committed(() -> tasks.find(succeeded.id()))).isEmpty();
        assertThat(info(failed).state()).isEqualTo(TaskState.FAILED);
        assertThat(leases.prune(day, Duration.ofSeconds(-1), 10)).isOne();
        assertThat(Jta.committed(() -> tasks.find(failed.id()))).isEmpty();
        assertThat(info(waiting).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(info(running).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void it_is_known_when_the_next_ended_task_can_be_pruned() {
        Duration hour = Duration.ofHours(1);
        assertThat(leases.untilPrunable(hour, hour)).isEmpty();
        stored();
        leases.settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));
        Duration week = Duration.ofDays(7);

        assertThat(leases.untilPrunable(hour, week).orElseThrow())
                .isBetween(week.minusMinutes(1), week);

        stored();
        leases.settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        assertThat(leases.untilPrunable(hour, week).orElseThrow())
                .isBetween(hour.minusMinutes(1), hour);
    }

    @Test
    void who_listens_hears_of_queues_where_the_database_can_tell() {
        assertThat(stores.signals().isPresent()).isEqualTo(database == TestDatabase.POSTGRESQL);
        stores.signals().ifPresent(StoreContract::requireHeard);
    }

    private static void requireHeard(Signals signals) {
        try (Signals.Listening listening = signals.listen()) {
            assertThat(listening.await(Duration.ofMillis(10))).isEmpty();

            signals.send(List.of("one", "an'other", ""));

            Set<String> heard = new HashSet<>();
            await().until(
                            () -> heard.addAll(listening.await(Duration.ofSeconds(1))),
                            changed -> heard.size() == 3);
            assertThat(heard).containsExactlyInAnyOrder("one", "an'other", "");
        }
        try (Signals.Listening again = signals.listen()) {
            assertThat(again.await(Duration.ofMillis(10))).isEmpty();
        }
    }

    @Test
    void a_survey_tells_what_there_is_to_do() {
        assertThat(leases.survey())
                .satisfies(
                        survey -> {
                            assertThat(survey.hasDue()).isFalse();
                            assertThat(survey.hasExpired()).isFalse();
                            assertThat(survey.firstReadyQueue()).isNull();
                        });
        Instant now = tasks.now();
        NewTask due = task("b", SIGNATURE, 0, now.minusSeconds(9), now.minusSeconds(1), "[]");
        Jta.committed(() -> insert(List.of(due, task("a", SIGNATURE, 0, now, now, "[]"))));

        assertThat(leases.survey().hasDue()).isTrue();
        assertThat(leases.survey().firstReadyQueue()).isEqualTo("a");
        assertThat(leases.nextReadyQueue("a")).isEmpty();
        leases.promote(10);
        assertThat(leases.nextReadyQueue("a")).contains("b");
        assertThat(leases.nextReadyQueue("b")).isEmpty();
    }

    // The lifecycle

    /** What makes a transition, and tells whether it thinks it did. */
    private interface Step {
        boolean take(NewTask task, Lease lease);
    }

    private Map<Transition, Step> steps() {
        return Map.of(
                Transition.PROMOTE, (task, lease) -> leases.promote(1) == 1,
                Transition.CLAIM, (task, lease) -> claim(1).size() == 1,
                Transition.SUCCEED, (task, lease) -> settles(lease, new Outcome.Succeeded()),
                Transition.RETRY,
                        (task, lease) -> settles(lease, new Outcome.Retrying(Duration.ZERO, "e")),
                Transition.FAIL, (task, lease) -> settles(lease, new Outcome.Failed("e")),
                Transition.RELEASE, (task, lease) -> settles(lease, new Outcome.Released()),
                Transition.RECLAIM, (task, lease) -> reclaim(1, 9).size() == 1,
                Transition.GIVE_UP, (task, lease) -> reclaim(1, 1).size() == 1,
                Transition.REVIVE, (task, lease) -> Jta.committed(() -> tasks.retry(task.id())));
    }

    private boolean settles(Lease lease, Outcome outcome) {
        return leases.settle(lease, outcome)
                .filter(
                        state ->
                                state == outcome.transition().target()
                                        || state == Transition.ABANDON.target())
                .isPresent();
    }

    @Test
    void every_transition_is_possible_from_its_sources_and_from_no_other_state() {
        for (TaskState from : TaskState.values()) {
            for (Map.Entry<Transition, Step> step : steps().entrySet()) {
                Transition transition = step.getKey();
                NewTask task = inState(from, false);

                boolean taken = step.getValue().take(task, new Lease(task.id(), 7));

                boolean isAllowed = transition.sources().contains(from);
                assertThat(taken).as("%s from %s", transition, from).isEqualTo(isAllowed);
                assertThat(info(task).state())
                        .as("after %s from %s", transition, from)
                        .isEqualTo(isAllowed ? transition.target() : from);
                empty();
            }
        }
    }

    @Test
    void a_cancellation_is_possible_from_its_sources_and_asks_what_runs() {
        for (TaskState from : TaskState.values()) {
            NewTask task = inState(from, false);

            boolean taken = Jta.committed(() -> tasks.cancel(task.id()));

            boolean isWaiting = Transition.CANCEL.sources().contains(from);
            assertThat(taken).as(from.name()).isEqualTo(isWaiting || from == TaskState.RUNNING);
            assertThat(info(task).state())
                    .as(from.name())
                    .isEqualTo(isWaiting ? Transition.CANCEL.target() : from);
        }
    }

    @Test
    void what_was_asked_to_stop_is_abandoned_unless_it_succeeds() {
        for (Transition transition :
                Set.of(Transition.RETRY, Transition.FAIL, Transition.RELEASE, Transition.RECLAIM)) {
            NewTask task = inState(TaskState.RUNNING, true);

            assertThat(steps().get(transition).take(task, new Lease(task.id(), 7))).isTrue();

            assertThat(info(task).state())
                    .as(transition.name())
                    .isEqualTo(Transition.ABANDON.target());
        }
    }

    /**
     * A task that only its state keeps from any transition: it is due, its lease is number 7 and
     * has expired.
     */
    private NewTask inState(TaskState state, boolean cancelRequested) {
        NewTask task = stored();
        sql(
                """
                update background_task set state = '%s', cancel_requested = %s, lease_number = 7, attempts = 1,
                    run_at = timestamp '2020-01-01 00:00:00', lease_until = timestamp '2020-01-01 00:00:00'
                where id = '%s'
                """
                        .formatted(state, cancelRequested, task.id()));
        return task;
    }

    private void empty() {
        sql("delete from background_task");
    }

    private void sql(String statement) {
        TestDatabase.execute(dataSource, statement);
    }

    // Tables

    @Test
    void tables_are_made_once_when_many_nodes_start_at_the_same_moment() throws Exception {
        try (AgroalDataSource fresh = database.open()) {
            dataSource.close();
            dataSource = fresh;
            ExecutorService nodes = Executors.newFixedThreadPool(8);
            try {
                Callable<Boolean> start =
                        () -> {
                            open(settings(SchemaMode.CREATE, null), "n").close();
                            return true;
                        };
                for (Future<Boolean> node :
                        nodes.invokeAll(IntStream.range(0, 8).mapToObj(i -> start).toList())) {
                    assertThat(node.get()).isTrue();
                }
            } finally {
                nodes.shutdownNow();
            }
            try (Stores checked = open(settings(SchemaMode.VALIDATE, null), "n")) {
                assertThat(checked.leases().survey().firstReadyQueue()).isNull();
            }
        }
    }

    @Test
    void tables_live_in_the_configured_schema() {
        try (Stores elsewhere = open(settings(SchemaMode.CREATE, "Jobs"), "elsewhere")) {
            NewTask task = ready();
            Jta.committed(
                    () -> {
                        elsewhere.tasks().insert(List.of(task));
                        return true;
                    });

            assertThat(Jta.committed(() -> elsewhere.tasks().find(task.id()))).isPresent();
            assertThat(elsewhere.leases().claim("default", WANTED, Room.of(1), LEASE)).hasSize(1);
            assertThat(Jta.committed(() -> tasks.find(task.id()))).isEmpty();
        }
        NewTask here = stored();
        assertThat(info(here).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void missing_tables_are_reported_where_they_may_not_be_made() {
        assertThatThrownBy(() -> open(settings(SchemaMode.VALIDATE, "Elsewhere"), "n"))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000502");
    }

    // Words of this test

    private boolean insert(NewTask task) {
        return insert(List.of(task));
    }

    private boolean insert(List<NewTask> many) {
        tasks.insert(many);
        return true;
    }

    private NewTask stored() {
        return stored(3);
    }

    private NewTask stored(int maxAttempts) {
        Instant now = tasks.now();
        NewTask task =
                new NewTask(
                        TaskIds.next(),
                        new Invocation("task", SIGNATURE, "[]"),
                        "default",
                        0,
                        maxAttempts,
                        now,
                        now,
                        "duke");
        Jta.committed(() -> insert(task));
        return task;
    }

    private NewTask scheduledAndStored() {
        NewTask task = scheduled(tasks.now().plus(1, ChronoUnit.DAYS));
        Jta.committed(() -> insert(task));
        return task;
    }

    private NewTask ready() {
        Instant now = tasks.now();
        return task("default", SIGNATURE, 0, now, now, "[]");
    }

    private NewTask scheduled(Instant runAt) {
        return task("default", SIGNATURE, 0, tasks.now(), runAt, "[]");
    }

    private static NewTask task(
            String queue,
            String signature,
            int priority,
            Instant createdAt,
            Instant runAt,
            String arguments) {
        return new NewTask(
                TaskIds.next(),
                new Invocation("task", signature, arguments),
                queue,
                priority,
                3,
                createdAt,
                runAt,
                "duke");
    }

    private List<ClaimedTask> claim(int limit) {
        return leases.claim("default", WANTED, Room.of(limit), LEASE);
    }

    private List<Reclaimed> reclaim(int limit, int maxLosses) {
        return leases.reclaim(limit, maxLosses, Set.of(SIGNATURE), Set.of(), "lost");
    }

    private TaskInfo info(NewTask task) {
        return Jta.committed(() -> tasks.find(task.id())).orElseThrow();
    }
}
