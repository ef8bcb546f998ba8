package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.testing.Around;
import org.junit.jupiter.api.Test;

/** Workers keep limits, whatever else they have to run. */
class LimitedTasksTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private static TaskDefinition limited(LimitRule... limits) {
        return new TaskDefinition(TASK.options(), List.of(), List.of(limits), true);
    }

    private static LimitRule concurrency(int most) {
        return new LimitRule("mail", most, 0, Duration.ofSeconds(1));
    }

    private static String lane(String... keys) {
        return new Lane("", List.of(keys)).text();
    }

    private List<TaskId> insert(int count, String queue, String lane) {
        return insert(tasks(count, queue, lane));
    }

    private void counting(long millis) {
        body =
                task -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    try {
                        Thread.sleep(millis);
                    } finally {
                        running.decrementAndGet();
                    }
                };
    }

    @Test
    void no_more_run_at_once_than_the_concurrency_on_all_nodes_together() {
        definition = limited(concurrency(2));
        counting(20);
        List<TaskId> tasks = insert(30, "default", lane("mail"));

        start(settings(SOON, LEASE));
        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(most).hasValue(2);
    }

    @Test
    void a_limit_is_used_as_far_as_it_goes() {
        definition = limited(concurrency(3));
        CountDownLatch three = new CountDownLatch(3);
        body =
                task -> {
                    three.countDown();
                    release.await();
                };
        insert(10, "default", lane("mail"));

        start(settings(NEVER, LEASE));

        await().until(() -> three.getCount() == 0);
        release.countDown();
    }

    @Test
    void what_a_limit_holds_back_goes_on_when_there_is_a_place_and_not_with_the_next_poll() {
        definition = limited(concurrency(1));
        counting(1);
        List<TaskId> tasks = insert(20, "default", lane("mail"));

        start(settings(NEVER, LEASE));

        awaitAll(tasks);
        assertThat(most).hasValue(1);
    }

    @Test
    void others_of_the_queue_go_before_what_is_held_back() {
        definition = limited(new LimitRule("{0}", 1, 0, Duration.ofSeconds(1)));
        List<TaskId> held = insert(200, "default", lane("mail"));
        body =
                task -> {
                    if (held.contains(task.id())) {
                        release.await();
                    }
                };
        start(settings(NEVER, LEASE));
        await().until(() -> starts.get() == 1);

        List<TaskId> others = new ArrayList<>(insert(5, "default", lane("other")));
        others.addAll(insert(5, "default", Lane.NONE));
        workers.get(0).wake("default", Duration.ZERO, 10);

        awaitAll(others);
        assertThat(held).filteredOn(id -> info(id).state() == TaskState.READY).hasSize(199);
        release.countDown();
        awaitAll(held);
    }

    @Test
    void none_is_claimed_ahead_of_a_thread() throws Exception {
        concurrency = 2;
        definition = limited(concurrency(50));
        counting(2);
        List<TaskId> tasks = insert(100, "default", lane("mail"));
        AtomicInteger claimed = new AtomicInteger();

        start(settings(SOON, LEASE));
        while (info(tasks.get(99)).state() != TaskState.SUCCEEDED) {
            claimed.accumulateAndGet(
                    Integer.parseInt(
                            texts("select count(*) from background_task where state = 'RUNNING'")
                                    .get(0)),
                    Math::max);
        }

        assertThat(claimed.get()).isBetween(1, 2);
    }

    @Test
    void no_window_has_more_starts_than_the_rate() {
        definition = limited(new LimitRule("mail", 0, 4, Duration.ofMillis(500)));
        List<TaskId> tasks = insert(20, "default", lane("mail"));

        start(settings(NEVER, LEASE));
        start(settings(NEVER, LEASE));

        awaitAll(tasks);
        List<Instant> times = new ArrayList<>();
        tasks.forEach(id -> times.add(info(id).startedAt()));
        times.sort(null);
        for (int i = 4; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 4), times.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
        // And it is used: five windows, and little more.
        assertThat(Duration.between(times.get(0), times.get(19)))
                .isLessThan(Duration.ofMillis(4_000));
    }

    @Test
    void a_rate_lets_in_more_although_nothing_ends() {
        definition = limited(new LimitRule("mail", 0, 1, Duration.ofMillis(300)));
        body = task -> release.await();
        insert(4, "default", lane("mail"));

        start(settings(NEVER, LEASE));

        await().atMost(Duration.ofSeconds(5)).until(() -> starts.get() == 4);
        release.countDown();
    }

    @Test
    void what_is_held_back_for_long_is_not_looked_at_all_the_time() {
        definition = limited(new LimitRule("{0}", 0, 1, Duration.ofHours(1)));
        AtomicInteger looks = new AtomicInteger();
        storeCalls = Around.counting("first", looks);
        insert(3, "held", lane("mail"));
        start(settings(NEVER, LEASE));
        await().until(() -> starts.get() == 1);

        await().during(Duration.ofSeconds(1)).until(() -> starts.get() == 1);

        assertThat(looks.get()).isLessThan(20);
    }

    @Test
    void what_ends_while_others_are_found_held_back_is_not_missed() {
        definition = limited(concurrency(1));
        CountDownLatch mayEnd = new CountDownLatch(1);
        body = task -> mayEnd.await();
        List<TaskId> tasks = insert(1, "a", lane("mail"));
        tasks = Stream.concat(tasks.stream(), insert(1, "b", lane("mail")).stream()).toList();
        TaskId first = tasks.get(0);
        storeCalls =
                (method, arguments, itself) -> {
                    Object seen = itself.call();
                    if (method.equals("states")
                            && seen.toString().contains("holders=1,")
                            && mayEnd.getCount() > 0) {
                        mayEnd.countDown();
                        await().until(() -> info(first).state() == TaskState.SUCCEEDED);
                        Thread.sleep(200);
                    }
                    return seen;
                };

        start(settings(NEVER, LEASE));

        awaitAll(tasks);
    }

    @Test
    void each_key_has_a_limit_of_its_own() {
        definition = limited(new LimitRule("{0}", 1, 0, Duration.ofSeconds(1)));
        counting(50);
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> tasks.addAll(insert(5, "default", lane("k" + i))));

        start(settings(NEVER, LEASE));

        awaitAll(tasks);
        assertThat(most.get()).isBetween(2, 4);
    }

    @Test
    void more_keys_than_one_claim_looks_at_have_their_turns() {
        definition = limited(new LimitRule("{0}", 1, 0, Duration.ofSeconds(1)));
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(100, 350).forEach(i -> tasks.addAll(insert(1, "default", lane("k" + i))));

        start(settings(NEVER, LEASE));

        awaitAll(tasks);
    }

    @Test
    void tasks_that_were_stored_before_the_limit_keep_it_too() {
        definition = limited(concurrency(1));
        lanes = call -> lane("mail");
        counting(10);
        List<TaskId> tasks = insert(10, "default", Lane.NONE);

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(most).hasValue(1);
    }

    @Test
    void tasks_of_another_release_have_the_limits_of_this_one() {
        definition = limited(concurrency(1));
        lanes = call -> lane("mail");
        counting(10);
        List<TaskId> tasks = new ArrayList<>(insert(5, "default", lane("old", "older")));
        tasks.addAll(insert(5, "default", lane("older")));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(most).hasValue(1);
    }

    @Test
    void a_node_without_the_limit_runs_them_all() {
        counting(100);
        List<TaskId> tasks = insert(8, "default", lane("mail"));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(most.get()).isGreaterThan(1);
    }

    @Test
    void a_queue_has_a_limit_for_all_its_tasks() {
        queueLimits = Map.of("default", new LimitRule("default", 2, 0, Duration.ofSeconds(1)));
        counting(10);
        List<TaskId> tasks = new ArrayList<>(insert(10, "default", Lane.NONE));
        tasks.addAll(insert(10, "default", lane("mail")));

        start(settings(NEVER, LEASE));
        start(settings(NEVER, LEASE));

        awaitAll(tasks);
        assertThat(most).hasValue(2);
    }

    @Test
    void a_limit_holds_over_queues_and_lets_the_other_go_on() {
        definition = limited(concurrency(1));
        counting(5);
        List<TaskId> tasks = new ArrayList<>(insert(10, "default", lane("mail")));
        tasks.addAll(insert(10, "other", lane("mail")));

        start(settings(NEVER, LEASE));

        awaitAll(tasks);
        assertThat(most).hasValue(1);
    }

    @Test
    void a_share_of_a_lost_node_comes_back_with_its_lease() {
        definition = limited(concurrency(1));
        Duration lease = Duration.ofSeconds(2);
        counting(10);
        List<TaskId> tasks = insert(3, "default", lane("mail"));
        LaneStore dead = store("dead").worker().lanes();
        HeldLimit limit = HeldLimit.ofKey("mail", concurrency(1));
        LaneTask first =
                dead.first(
                                "default",
                                ClaimFilter.all(Set.of(TASK.signature())),
                                Map.of(lane("mail"), 1))
                        .get(0);
        dead.claim(
                        new LaneClaim(
                                "default",
                                Map.of(first, List.of(limit)),
                                dead.states(Set.of(limit)),
                                false),
                        lease)
                .orElseThrow();

        start(settings(SOON, lease));

        await().during(Duration.ofMillis(800)).until(() -> starts.get() == 0);
        awaitAll(tasks);
        assertThat(most).hasValue(1);
    }

    @Test
    void tasks_that_somebody_has_locked_hold_up_no_others() throws Exception {
        definition = limited(new LimitRule("{0}", 1, 0, Duration.ofSeconds(1)));
        List<TaskId> locked = insert(1, "default", lane("a"));
        List<TaskId> others = new ArrayList<>(insert(3, "default", lane("a")));
        others.addAll(insert(3, "default", lane("b")));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "update background_task set priority = 0 where id = '%s'"
                            .formatted(locked.get(0)));

            start(settings(NEVER, LEASE));

            awaitAll(others);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        awaitAll(locked);
    }

    @Test
    void a_limit_that_somebody_has_locked_holds_up_no_other() throws Exception {
        definition = limited(new LimitRule("{0}", 1, 0, Duration.ofSeconds(1)));
        List<TaskId> held = insert(2, "default", lane("a"));
        stores.worker().lanes().states(Set.of(HeldLimit.ofKey("a", concurrency(1))));
        List<TaskId> others = insert(5, "default", lane("b"));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update background_task_limit set last_count = 0");

            start(settings(NEVER, LEASE));

            awaitAll(others);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        awaitAll(held);
    }

    @Test
    void two_keys_that_come_out_equal_block_nothing() {
        definition =
                limited(
                        new LimitRule("{0}", 2, 0, Duration.ofSeconds(1)),
                        new LimitRule("{1}", 2, 0, Duration.ofSeconds(1)));
        counting(20);
        List<TaskId> tasks = new ArrayList<>(insert(6, "default", lane("7", "7")));
        tasks.addAll(insert(3, "default", lane("7", "8")));
        tasks.addAll(insert(3, "default", Lane.NONE));
        lanes = call -> lane("8", "8");

        start(settings(NEVER, LEASE));

        awaitAll(tasks);
    }

    @Test
    void a_task_of_a_key_that_is_free_is_found_behind_many_that_are_not() {
        definition = limited(new LimitRule("{0}", 0, 1, Duration.ofHours(1)));
        List<TaskId> first = new ArrayList<>();
        IntStream.range(100, 350).forEach(i -> first.addAll(insert(2, "default", lane("k" + i))));
        start(settings(NEVER, LEASE));
        await().atMost(Duration.ofSeconds(20)).until(() -> starts.get() == 250);
        await().during(Duration.ofMillis(500)).until(() -> starts.get() == 250);

        List<TaskId> free = insert(1, "default", lane("l1"));
        workers.get(0).noteLanes("default");
        workers.get(0).wake("default", Duration.ZERO, 1);

        awaitAll(free);
    }
}
