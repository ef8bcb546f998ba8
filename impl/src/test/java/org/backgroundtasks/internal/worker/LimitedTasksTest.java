package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
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
        Instant now = stores.tasks().now();
        List<NewTask> all =
                IntStream.range(0, count).mapToObj(any -> task(queue, now, now).in(lane)).toList();
        Jta.committed(
                () -> {
                    stores.tasks().insert(all);
                    return null;
                });
        return all.stream().map(NewTask::id).toList();
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

    private void awaitAll(Collection<TaskId> tasks) {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                tasks.stream()
                                        .allMatch(id -> info(id).state() == TaskState.SUCCEEDED));
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
        ConcurrentLinkedQueue<TaskId> ran = new ConcurrentLinkedQueue<>();
        body = task -> ran.add(task.id());
        List<TaskId> tasks = insert(3, "default", lane("mail"));
        sql(
                "update background_task set state = 'RUNNING', lease_number = 1, attempts = 1, node = 'dead', lease_until = (select min(run_at) from (select run_at from background_task) t) where id = '%s'"
                        .formatted(tasks.get(0)));

        start(settings(SOON, Duration.ofSeconds(2)));

        awaitAll(tasks);
        assertThat(ran).hasSize(3);
    }
}
