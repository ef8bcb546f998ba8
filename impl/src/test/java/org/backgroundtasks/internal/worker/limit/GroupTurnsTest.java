package org.backgroundtasks.internal.worker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskIds;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class GroupTurnsTest {

    private final Map<String, Integer> weights = new HashMap<>();
    private final GroupTurns turns = new GroupTurns(group -> weights.getOrDefault(group, 1));

    /** How many tasks wait, by their groups in the order of their texts. */
    private final Map<String, Integer> waiting = new TreeMap<>();

    private final Map<String, Instant> since = new HashMap<>();

    private static LaneTask task(String group) {
        return task(group, Instant.EPOCH);
    }

    private static LaneTask task(String group, Instant runAt) {
        return new LaneTask(
                new Lease(TaskIds.next(), 0),
                new Lane(group, List.of()).text(),
                "task",
                0,
                runAt,
                2);
    }

    /** Claims as a node that sees some of each group; returns the groups. */
    private List<String> claim(int count) {
        List<String> claimed = new ArrayList<>();
        List<LaneTask> seen =
                waiting.entrySet().stream()
                        .flatMap(
                                one ->
                                        Stream.generate(
                                                        () ->
                                                                task(
                                                                        one.getKey(),
                                                                        since(one.getKey())))
                                                .limit(Math.min(20, one.getValue())))
                        .toList();
        List<String> lanes =
                waiting.keySet().stream().map(group -> new Lane(group, List.of()).text()).toList();
        for (LaneTask next :
                turns.inTurn(seen, lanes, waiting::containsKey, false).stream()
                        .limit(count)
                        .toList()) {
            String group = Lane.groupOf(next.lane());
            turns.took(group);
            waiting.computeIfPresent(group, (any, left) -> left == 1 ? null : left - 1);
            claimed.add(group);
        }
        return claimed;
    }

    private Instant since(String group) {
        return since.getOrDefault(group, Instant.EPOCH);
    }

    private List<String> claimOneByOne(int count) {
        return Stream.generate(() -> claim(1).get(0)).limit(count).toList();
    }

    @Test
    void groups_take_turns_in_one_claim_and_over_several() {
        waiting.putAll(Map.of("a", 100, "b", 100, "c", 100));

        assertThat(claim(4)).containsExactly("a", "b", "c", "a");
        assertThat(claimOneByOne(5)).containsExactly("b", "c", "a", "b", "c");
    }

    @Test
    void a_late_group_is_next() {
        waiting.putAll(Map.of("a", 1_000, "b", 1_000));
        claim(30);
        claimOneByOne(301);

        waiting.put("late", 1);

        assertThat(claimOneByOne(3)).contains("late");
    }

    @Test
    void a_late_group_does_not_go_before_all_others_for_what_it_has_missed() {
        waiting.putAll(Map.of("a", 1_000, "b", 1_000));
        claimOneByOne(500);

        waiting.put("late", 1_000);

        assertThat(claimOneByOne(30))
                .satisfies(
                        claimed ->
                                assertThat(claimed.stream().filter("late"::equals).count())
                                        .isBetween(9L, 11L));
    }

    @Test
    void weights_hold_also_where_each_claim_takes_one() {
        weights.put("heavy", 3);
        waiting.putAll(Map.of("heavy", 1_000, "light", 1_000));

        assertThat(claimOneByOne(8))
                .containsExactly(
                        "heavy", "heavy", "heavy", "light", "heavy", "heavy", "heavy", "light");
        assertThat(claim(8))
                .containsExactly(
                        "heavy", "heavy", "heavy", "light", "heavy", "heavy", "heavy", "light");
    }

    @Test
    void within_a_group_the_order_is_kept() {
        List<LaneTask> tasks = List.of(task("b"), task("a"), task("b"), task("a"));
        List<String> lanes = List.of(tasks.get(1).lane(), tasks.get(0).lane());

        assertThat(turns.inTurn(tasks, lanes, group -> false, false))
                .containsExactly(tasks.get(1), tasks.get(0), tasks.get(3), tasks.get(2));
    }

    @Test
    void tasks_without_a_group_are_one_group() {
        waiting.putAll(Map.of("", 10, "a", 10));

        assertThat(claim(4)).containsExactly("", "a", "", "a");
    }

    @Test
    void what_would_come_after_tasks_that_were_not_seen_is_left_out() {
        List<LaneTask> tasks =
                Stream.of("a", "a", "b", "b", "b", "b", "b").map(GroupTurnsTest::task).toList();
        List<String> lanes = List.of(tasks.get(0).lane(), tasks.get(2).lane());

        assertThat(turns.inTurn(tasks, lanes, "a"::equals, false))
                .extracting(task -> Lane.groupOf(task.lane()))
                .containsExactly("a", "b", "a", "b", "b");
        assertThat(turns.inTurn(tasks, lanes, group -> false, false)).hasSize(7);
    }

    @Test
    void where_there_are_others_groups_have_few_turns_in_a_row() {
        List<LaneTask> tasks = IntStream.range(0, 400).mapToObj(i -> task("g" + i % 40)).toList();
        List<String> lanes = tasks.stream().map(LaneTask::lane).distinct().toList();

        assertThat(turns.inTurn(tasks, lanes, group -> true, true)).hasSize(80);
    }

    @Test
    void groups_that_come_once_do_not_keep_others_from_their_next_turn() {
        waiting.put("patient", 2);
        claimOneByOne(1);
        List<String> claimed = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            waiting.put("once" + i, 1);
            since.put("once" + i, Instant.ofEpochSecond(i));
            claimed.addAll(claim(1));
        }

        assertThat(claimed).contains("patient");
    }

    /** Whatever comes and goes, groups that wait have about as much as their weights say. */
    @Test
    void shares_by_chance() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            GroupTurnsTest fresh = new GroupTurnsTest();
            for (int i = 0; i < 8; i++) {
                fresh.weights.put("g" + i, 1 + random.nextInt(4));
                fresh.waiting.put("g" + i, 100_000);
            }
            fresh.waiting.put("short", 1 + random.nextInt(50));
            Map<String, Long> had = new HashMap<>();
            for (int i = 0; i < 300; i++) {
                fresh.claim(1 + random.nextInt(12))
                        .forEach(group -> had.merge(group, 1L, Long::sum));
            }
            List<Double> rounds =
                    fresh.weights.entrySet().stream()
                            .map(one -> had.get(one.getKey()) / (double) one.getValue())
                            .collect(Collectors.toList());
            assertThat(rounds.stream().mapToDouble(one -> one).max().orElseThrow())
                    .as("the seed %d", seed)
                    .isLessThanOrEqualTo(
                            rounds.stream().mapToDouble(one -> one).min().orElseThrow() + 1);
        }
    }
}
