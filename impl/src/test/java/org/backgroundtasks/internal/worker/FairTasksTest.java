package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.testing.Around;
import org.junit.jupiter.api.Test;

/** Groups of a queue take turns, whatever else there is to run. */
class FairTasksTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final Map<TaskId, String> groups = new ConcurrentHashMap<>();

    /** The groups of the tasks in the order in which they have begun. */
    private final List<String> begun = new CopyOnWriteArrayList<>();

    private static String lane(String group, String... keys) {
        return new Lane(group, List.of(keys)).text();
    }

    private List<TaskId> insert(String lane, int count) {
        List<NewTask> all = tasks(count, "default", lane);
        // Known before any of them can run.
        all.forEach(task -> groups.put(task.id(), Lane.groupOf(lane)));
        return insert(all);
    }

    private void recording(long millis) {
        body =
                task -> {
                    begun.add(groups.get(task.id()));
                    Thread.sleep(millis);
                };
    }

    private long count(int first, String group) {
        return begun.subList(0, first).stream().filter(group::equals).count();
    }

    @Test
    void many_tasks_of_one_group_do_not_hold_up_another() {
        recording(10);
        insert(lane("large"), 400);
        start(settings(SOON, LEASE));
        await().until(() -> begun.size() > 20);

        List<TaskId> late = insert(lane("small"), 1);
        int before = begun.size();

        awaitAll(late);
        // What was claimed ahead is run in 50 ms, by four threads.
        assertThat(begun.indexOf("small") - before).isLessThan(60);
    }

    @Test
    void weights_say_how_many_a_group_gives_in_a_round() {
        queueWeights = Map.of("default", Map.of("heavy", 3));
        recording(5);
        List<TaskId> tasks = new ArrayList<>(insert(lane("heavy"), 90));
        tasks.addAll(insert(lane("light"), 90));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(count(80, "heavy")).isBetween(55L, 65L);
    }

    @Test
    void tasks_without_a_group_take_turns_too() {
        recording(5);
        List<TaskId> tasks = new ArrayList<>(insert(lane("large"), 100));
        tasks.addAll(insert(Lane.NONE, 10));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(count(40, "")).isEqualTo(10);
    }

    @Test
    void more_groups_than_one_claim_looks_at_have_one_turn_in_each_round() {
        recording(1);
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(100, 350).forEach(i -> tasks.addAll(insert(lane("g" + i), 3)));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        Map<String, Integer> had = new HashMap<>();
        int most = 0;
        for (String group : begun) {
            most = Math.max(most, had.merge(group, 1, Integer::sum));
            if (most > 2) {
                break;
            }
        }
        assertThat(had).as("all had a turn before any had its third").hasSize(250);
    }

    @Test
    void groups_take_turns_where_threads_are_scarce_and_groups_many() {
        concurrency = 1;
        recording(3);
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(100, 230).forEach(i -> tasks.addAll(insert(lane("g" + i, "k"), 2)));
        definition = limited(new LimitRule("k", 5, 0, Duration.ofSeconds(1)));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(begun.subList(0, 130)).doesNotHaveDuplicates();
    }

    private static TaskDefinition limited(LimitRule limit) {
        return new TaskDefinition(TASK.options(), List.of(), List.of(limit), true);
    }

    @Test
    void groups_take_turns_under_a_limit_of_the_queue() {
        queueLimits = Map.of("default", new LimitRule("default", 2, 0, Duration.ofSeconds(1)));

        assertTurns("a");
    }

    @Test
    void groups_take_turns_under_a_limit_that_they_share() {
        definition = limited(new LimitRule("k", 2, 0, Duration.ofSeconds(1)));

        assertTurns("k");
    }

    private void assertTurns(String key) {
        recording(2);
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(100, 230).forEach(i -> tasks.addAll(insert(lane("g" + i, key), 3)));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        Map<String, Integer> had = new HashMap<>();
        int most = 0;
        for (int i = 0; i < begun.size() && most < 3; i++) {
            most = Math.max(most, had.merge(begun.get(i), 1, Integer::sum));
        }
        assertThat(had).as("all had a turn before any had its third").hasSize(130);
    }

    @Test
    void a_group_that_a_limit_holds_back_holds_back_no_other() {
        definition = limited(new LimitRule("{0}", 1, 0, Duration.ofSeconds(1)));
        body =
                task -> {
                    begun.add(groups.get(task.id()));
                    if (groups.get(task.id()).equals("stuck")) {
                        release.await();
                    }
                };
        List<TaskId> stuck = insert(lane("stuck", "a"), 5);
        List<TaskId> others = new ArrayList<>(insert(lane("other", "b"), 20));
        others.addAll(insert(lane("third", "c"), 20));

        start(settings(SOON, LEASE));

        awaitAll(others);
        assertThat(begun.stream().filter("stuck"::equals)).hasSize(1);
        release.countDown();
        awaitAll(stuck);
    }

    @Test
    void keys_of_one_group_do_not_hide_other_groups() {
        definition = limited(new LimitRule("{0}", 1, 0, Duration.ofSeconds(1)));
        recording(2);
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(100, 350).forEach(i -> tasks.addAll(insert(lane("a", "k" + i), 1)));
        tasks.addAll(insert(lane("b", "k"), 1));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(begun.indexOf("b")).isLessThan(10);
    }

    @Test
    void short_tasks_that_no_limit_holds_are_claimed_ahead() {
        AtomicInteger claims = new AtomicInteger();
        storeCalls = Around.counting("claim", claims);
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> tasks.addAll(insert(lane("g" + i), 100)));

        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(claims.get()).isLessThan(200);
    }

    @Test
    void a_task_that_comes_right_after_a_look_does_not_wait_for_the_next_poll() {
        recording(15);
        List<TaskId> tasks = new ArrayList<>(insert(lane("a"), 6));
        Worker worker = start(settings(NEVER, LEASE));
        await().pollInterval(Duration.ofMillis(1)).until(() -> begun.size() >= 4);

        tasks.addAll(insert(lane("b"), 1));
        worker.noteLanes("default");
        worker.wake("default", Duration.ZERO, 1);

        awaitAll(tasks);
    }

    @Test
    void many_groups_that_may_not_run_are_not_looked_at_all_the_time() {
        definition = limited(new LimitRule("{0}", 0, 1, Duration.ofHours(1)));
        List<TaskId> first = new ArrayList<>();
        for (int i = 100; i < 350; i++) {
            first.add(insert(lane("g" + i, "k" + i), 2).get(0));
        }
        AtomicInteger looks = new AtomicInteger();
        storeCalls = Around.counting("first", looks);
        start(settings(NEVER, LEASE));
        await().atMost(Duration.ofSeconds(30)).until(() -> starts.get() >= 250);
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);

        int before = looks.get();
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);

        assertThat(looks.get() - before).isLessThan(20);
    }

    @Test
    void several_nodes_run_each_task_once() {
        recording(1);
        List<TaskId> tasks = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> tasks.addAll(insert(lane("g" + i), 20)));

        start(settings(SOON, LEASE));
        start(settings(SOON, LEASE));

        awaitAll(tasks);
        assertThat(begun).hasSize(400);
    }
}
