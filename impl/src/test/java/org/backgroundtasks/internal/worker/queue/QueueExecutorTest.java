package org.backgroundtasks.internal.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.backgroundtasks.internal.worker.ClaimedTasks.definition;
import static org.backgroundtasks.internal.worker.ClaimedTasks.task;
import static org.backgroundtasks.internal.worker.ClaimedTasks.tasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.junit.jupiter.api.Test;

/** How much an executor claims, and what its threads take. */
class QueueExecutorTest {

    private static final int WIDTH = 4;
    private static final TaskDefinition ONE = definition("one", 1);
    private static final TaskDefinition MANY = definition("many", 3);

    private final QueueExecutor executor =
            new QueueExecutor("queue", WIDTH, new ThreadBudget(WIDTH), Ticker.SYSTEM);

    @Test
    void a_lane_that_knows_nothing_of_its_tasks_claims_one_for_each_thread() {
        assertThat(executor.room().tasks()).isEqualTo(WIDTH);
    }

    @Test
    void short_tasks_are_claimed_ahead() {
        executor.ran(1, Duration.ofMillis(2).toNanos());

        assertThat(executor.room().tasks()).isEqualTo(WIDTH * 25);
    }

    @Test
    void what_is_claimed_ahead_is_bounded_by_the_threads() {
        executor.ran(1_000, 1);

        assertThat(executor.room().tasks()).isEqualTo(WIDTH * 50);
    }

    @Test
    void large_arguments_that_wait_leave_less_room_for_others() {
        executor.ran(1, Duration.ofMillis(2).toNanos());
        long bytes = executor.room().bytes();
        executor.add(List.of(task(ONE, "x".repeat(1_000)), task(ONE, "x".repeat(1_000))));

        assertThat(executor.room().bytes()).isEqualTo(bytes - 6_000);
        assertThat(executor.isLow()).isTrue();
        executor.add(List.of(task(ONE, "x".repeat(1_000_000))));
        assertThat(executor.isLow()).isFalse();
        IntStream.range(0, 2).forEach(any -> executor.next(0));
        executor.putBack(executor.next(0));
        assertThat(executor.room().bytes()).isEqualTo(bytes - 3_000_000);
        executor.takeWaiting();
        assertThat(executor.room().bytes()).isEqualTo(bytes);
    }

    @Test
    void long_tasks_are_not_claimed_ahead() {
        executor.ran(1, Duration.ofMillis(2).toNanos());
        for (int i = 0; i < 50; i++) {
            executor.ran(1, Duration.ofSeconds(1).toNanos());
        }

        assertThat(executor.room().tasks()).isEqualTo(WIDTH);
    }

    @Test
    void what_is_held_takes_room_until_it_ends() {
        executor.add(tasks(ONE, 3));
        executor.next(0);
        assertThat(executor.room().tasks()).isEqualTo(1);
        assertThat(executor.free()).isEqualTo(1);

        executor.ended();

        assertThat(executor.room().tasks()).isEqualTo(2);
    }

    @Test
    void as_many_threads_are_started_as_there_are_tasks_and_no_more_than_it_is_wide() {
        assertThat(executor.add(tasks(ONE, 3))).isEqualTo(3);
        assertThat(executor.add(tasks(ONE, 9))).isEqualTo(1);
        assertThat(executor.add(tasks(ONE, 1))).isZero();
    }

    @Test
    void a_thread_that_finds_nothing_ends_and_makes_place_for_another() {
        assertThat(executor.add(tasks(ONE, 1))).isOne();
        assertThat(executor.next(0)).hasSize(1);
        assertThat(executor.next(0)).isEmpty();

        assertThat(executor.add(tasks(ONE, 9))).isEqualTo(WIDTH);
    }

    @Test
    void tasks_that_may_share_a_transaction_are_taken_together() {
        assertThat(executor.add(tasks(MANY, 7))).isEqualTo(3);

        assertThat(executor.next(0)).hasSize(3);
        assertThat(executor.next(0)).hasSize(3);
        assertThat(executor.next(0)).hasSize(1);
    }

    @Test
    void tasks_of_different_methods_are_not_taken_together() {
        TaskDefinition other = definition("other", 3);
        for (int i = 0; i < 3; i++) {
            executor.add(tasks(MANY, 1));
            executor.add(tasks(other, 1));
        }

        assertThat(executor.next(0)).hasSize(3).allMatch(task -> task.definition() == MANY);
        assertThat(executor.next(0)).hasSize(3).allMatch(task -> task.definition() == other);
    }

    @Test
    void tasks_that_share_leave_threads_for_those_that_do_not() {
        List<RunningTask> mixed = new ArrayList<>(tasks(MANY, 1));
        mixed.addAll(tasks(ONE, 3));

        assertThat(executor.add(mixed)).isEqualTo(WIDTH);
    }

    @Test
    void a_batch_larger_than_what_is_claimed_ahead_is_bounded_like_all_others() {
        executor.add(tasks(definition("huge", 10_000), 1));
        executor.next(0);
        executor.ended();

        assertThat(executor.room().tasks()).isEqualTo(WIDTH * 50);
    }

    @Test
    void what_was_stored_counts_against_the_threads_until_it_is_claimed() {
        assertThat(executor.hasThreadsFor(WIDTH)).isTrue();
        assertThat(executor.hasThreadsFor(1)).isFalse();

        executor.add(tasks(ONE, 1));

        assertThat(executor.hasThreadsFor(WIDTH - 1)).isTrue();
        assertThat(executor.hasThreadsFor(1)).isFalse();
    }

    @Test
    void enough_is_claimed_for_every_thread_to_share() {
        executor.add(tasks(MANY, 1));
        executor.next(0);
        executor.ended();

        assertThat(executor.room().tasks()).isEqualTo(WIDTH * 3);
    }

    @Test
    void what_has_waited_for_a_second_is_stranded_though_others_move() {
        List<RunningTask> early = tasks(ONE, 6);
        executor.add(early);
        executor.next(0);
        assertThat(executor.stranded()).isEmpty();
        await().until(() -> early.get(5).age().compareTo(Duration.ofSeconds(1)) > 0);
        executor.add(tasks(ONE, 2));
        executor.next(0);

        assertThat(executor.stranded()).isEqualTo(early.subList(2, 6));
        assertThat(executor.next(0)).hasSize(1);
        assertThat(executor.next(0)).hasSize(1);
        assertThat(executor.next(0)).isEmpty();
    }

    @Test
    void what_could_not_be_given_back_comes_first() {
        List<RunningTask> early = tasks(ONE, 2);
        executor.add(early);
        List<RunningTask> taken = executor.takeWaiting();
        executor.add(tasks(ONE, 1));

        executor.putBack(taken);

        assertThat(executor.next(0)).containsExactly(early.get(0));
        assertThat(executor.next(0)).containsExactly(early.get(1));
    }

    @Test
    void what_is_put_back_gets_threads() {
        executor.add(tasks(ONE, 2));
        List<RunningTask> taken = executor.takeWaiting();
        executor.next(0);
        executor.next(0);

        executor.putBack(taken);

        assertThat(executor.start()).isEqualTo(2);
        assertThat(executor.start()).isEqualTo(2);
    }

    @Test
    void beside_tasks_that_run_one_by_one_it_is_their_pace_that_counts() {
        executor.ran(1, Duration.ofSeconds(5).toNanos());
        executor.add(tasks(MANY, 1));
        executor.add(Stream.of(tasks(MANY, 1), tasks(ONE, 1)).flatMap(List::stream).toList());

        assertThat(executor.room().tasks()).isEqualTo(WIDTH - 3);
    }
}
