package org.backgroundtasks.internal.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.backgroundtasks.internal.worker.LaneTasks.definition;
import static org.backgroundtasks.internal.worker.LaneTasks.task;
import static org.backgroundtasks.internal.worker.LaneTasks.tasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.junit.jupiter.api.Test;

/** How much a lane claims, and what its threads take. */
class LaneTest {

    private static final int WIDTH = 4;
    private static final TaskDefinition ONE = definition("one", 1);
    private static final TaskDefinition MANY = definition("many", 3);

    private final Lane lane = new Lane("queue", WIDTH, new Budget(WIDTH));

    @Test
    void a_lane_that_knows_nothing_of_its_tasks_claims_one_for_each_thread() {
        assertThat(lane.room().tasks()).isEqualTo(WIDTH);
    }

    @Test
    void short_tasks_are_claimed_ahead() {
        lane.ran(1, Duration.ofMillis(2).toNanos());

        assertThat(lane.room().tasks()).isEqualTo(WIDTH * 25);
    }

    @Test
    void what_is_claimed_ahead_is_bounded_by_the_threads() {
        lane.ran(1_000, 1);

        assertThat(lane.room().tasks()).isEqualTo(WIDTH * 50);
    }

    @Test
    void large_arguments_that_wait_leave_less_room_for_others() {
        lane.ran(1, Duration.ofMillis(2).toNanos());
        long bytes = lane.room().bytes();
        lane.add(List.of(task(ONE, "x".repeat(1_000)), task(ONE, "x".repeat(1_000))));

        assertThat(lane.room().bytes()).isEqualTo(bytes - 6_000);
        assertThat(lane.isLow()).isTrue();
        lane.add(List.of(task(ONE, "x".repeat(1_000_000))));
        assertThat(lane.isLow()).isFalse();
        IntStream.range(0, 2).forEach(any -> lane.next(0));
        lane.putBack(lane.next(0));
        assertThat(lane.room().bytes()).isEqualTo(bytes - 3_000_000);
        lane.takeWaiting();
        assertThat(lane.room().bytes()).isEqualTo(bytes);
    }

    @Test
    void long_tasks_are_not_claimed_ahead() {
        lane.ran(1, Duration.ofMillis(2).toNanos());
        for (int i = 0; i < 50; i++) {
            lane.ran(1, Duration.ofSeconds(1).toNanos());
        }

        assertThat(lane.room().tasks()).isEqualTo(WIDTH);
    }

    @Test
    void what_is_held_takes_room_until_it_ends() {
        lane.add(tasks(ONE, 3));
        lane.next(0);
        assertThat(lane.room().tasks()).isEqualTo(1);
        assertThat(lane.free()).isEqualTo(1);

        lane.ended();

        assertThat(lane.room().tasks()).isEqualTo(2);
    }

    @Test
    void as_many_threads_are_started_as_there_are_tasks_and_no_more_than_it_is_wide() {
        assertThat(lane.add(tasks(ONE, 3))).isEqualTo(3);
        assertThat(lane.add(tasks(ONE, 9))).isEqualTo(1);
        assertThat(lane.add(tasks(ONE, 1))).isZero();
    }

    @Test
    void a_thread_that_finds_nothing_ends_and_makes_place_for_another() {
        assertThat(lane.add(tasks(ONE, 1))).isOne();
        assertThat(lane.next(0)).hasSize(1);
        assertThat(lane.next(0)).isEmpty();

        assertThat(lane.add(tasks(ONE, 9))).isEqualTo(WIDTH);
    }

    @Test
    void tasks_that_may_share_a_transaction_are_taken_together() {
        assertThat(lane.add(tasks(MANY, 7))).isEqualTo(3);

        assertThat(lane.next(0)).hasSize(3);
        assertThat(lane.next(0)).hasSize(3);
        assertThat(lane.next(0)).hasSize(1);
    }

    @Test
    void tasks_of_different_methods_are_not_taken_together() {
        TaskDefinition other = definition("other", 3);
        for (int i = 0; i < 3; i++) {
            lane.add(tasks(MANY, 1));
            lane.add(tasks(other, 1));
        }

        assertThat(lane.next(0)).hasSize(3).allMatch(task -> task.definition() == MANY);
        assertThat(lane.next(0)).hasSize(3).allMatch(task -> task.definition() == other);
    }

    @Test
    void tasks_that_share_leave_threads_for_those_that_do_not() {
        List<RunningTask> mixed = new ArrayList<>(tasks(MANY, 1));
        mixed.addAll(tasks(ONE, 3));

        assertThat(lane.add(mixed)).isEqualTo(WIDTH);
    }

    @Test
    void a_batch_larger_than_what_is_claimed_ahead_is_bounded_like_all_others() {
        lane.add(tasks(definition("huge", 10_000), 1));
        lane.next(0);
        lane.ended();

        assertThat(lane.room().tasks()).isEqualTo(WIDTH * 50);
    }

    @Test
    void what_was_stored_counts_against_the_threads_until_it_is_claimed() {
        assertThat(lane.hasThreadsFor(WIDTH)).isTrue();
        assertThat(lane.hasThreadsFor(1)).isFalse();

        lane.add(tasks(ONE, 1));

        assertThat(lane.hasThreadsFor(WIDTH - 1)).isTrue();
        assertThat(lane.hasThreadsFor(1)).isFalse();
    }

    @Test
    void enough_is_claimed_for_every_thread_to_share() {
        lane.add(tasks(MANY, 1));
        lane.next(0);
        lane.ended();

        assertThat(lane.room().tasks()).isEqualTo(WIDTH * 3);
    }

    @Test
    void what_has_waited_for_a_second_is_stranded_though_others_move() {
        List<RunningTask> early = tasks(ONE, 6);
        lane.add(early);
        lane.next(0);
        assertThat(lane.stranded()).isEmpty();
        await().until(() -> early.get(5).age().compareTo(Duration.ofSeconds(1)) > 0);
        lane.add(tasks(ONE, 2));
        lane.next(0);

        assertThat(lane.stranded()).isEqualTo(early.subList(2, 6));
        assertThat(lane.next(0)).hasSize(1);
        assertThat(lane.next(0)).hasSize(1);
        assertThat(lane.next(0)).isEmpty();
    }

    @Test
    void what_could_not_be_given_back_comes_first() {
        List<RunningTask> early = tasks(ONE, 2);
        lane.add(early);
        List<RunningTask> taken = lane.takeWaiting();
        lane.add(tasks(ONE, 1));

        lane.putBack(taken);

        assertThat(lane.next(0)).containsExactly(early.get(0));
        assertThat(lane.next(0)).containsExactly(early.get(1));
    }

    @Test
    void what_is_put_back_gets_threads() {
        lane.add(tasks(ONE, 2));
        List<RunningTask> taken = lane.takeWaiting();
        lane.next(0);
        lane.next(0);

        lane.putBack(taken);

        assertThat(lane.start()).isEqualTo(2);
        assertThat(lane.start()).isEqualTo(2);
    }

    @Test
    void beside_tasks_that_run_one_by_one_it_is_their_pace_that_counts() {
        lane.ran(1, Duration.ofSeconds(5).toNanos());
        lane.add(tasks(MANY, 1));
        lane.add(Stream.of(tasks(MANY, 1), tasks(ONE, 1)).flatMap(List::stream).toList());

        assertThat(lane.room().tasks()).isEqualTo(WIDTH - 3);
    }
}
