package org.backgroundtasks.internal.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.worker.ClaimedTasks.definition;
import static org.backgroundtasks.internal.worker.ClaimedTasks.tasks;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.time.Ticker;
import org.junit.jupiter.api.Test;

/** How executors share the threads of a node. */
class ThreadBudgetTest {

    private static final TaskDefinition ONE = definition("one", 1);
    private static final long LONG = Duration.ofSeconds(1).toNanos();

    private final ThreadBudget budget = new ThreadBudget(3);
    private final QueueExecutor first = new QueueExecutor("first", 10, budget, Ticker.SYSTEM);
    private final QueueExecutor second = new QueueExecutor("second", 10, budget, Ticker.SYSTEM);

    @Test
    void a_lane_claims_for_no_more_threads_than_there_are() {
        assertThat(first.room().tasks()).isEqualTo(3);
        assertThat(first.add(tasks(ONE, 2))).isEqualTo(2);

        assertThat(second.room().tasks()).isEqualTo(1);
        assertThat(second.free()).isEqualTo(1);
    }

    @Test
    void a_lane_that_has_none_gets_the_next_that_another_gives_up() {
        first.add(tasks(ONE, 5));
        second.want();

        assertThat(first.next(LONG)).isEmpty();
        assertThat(budget.offer()).contains(second);

        assertThat(first.next(LONG)).as("nobody wants another").hasSize(1);
        assertThat(first.start()).as("kept for the second").isZero();
        assertThat(second.add(tasks(ONE, 1))).isOne();
    }

    @Test
    void nothing_is_given_up_before_a_while_of_work() {
        first.add(tasks(ONE, 5));
        second.want();

        assertThat(first.next(0)).hasSize(1);
    }

    @Test
    void nothing_is_given_up_to_a_lane_that_has_as_many() {
        first.add(tasks(ONE, 1));
        second.add(tasks(ONE, 9));
        first.want();

        assertThat(second.next(LONG)).as("two and one").hasSize(1);
    }

    @Test
    void a_thread_that_is_not_taken_is_there_for_the_next() {
        budget.want(first);
        budget.want(second);

        assertThat(budget.offer()).contains(first);
        assertThat(second.room().tasks()).isEqualTo(2);
        budget.settle(first);

        assertThat(second.room().tasks()).isEqualTo(3);
        assertThat(budget.offer()).contains(second);
        assertThat(budget.offer()).isEmpty();
        assertThat(budget.offered()).contains(second);
        budget.settle(second);
        assertThat(first.room().tasks()).isEqualTo(3);
    }

    @Test
    void the_same_thread_is_promised_once() {
        assertThat(first.hasThreadsFor(2)).isTrue();
        assertThat(second.hasThreadsFor(1)).isTrue();
        assertThat(second.hasThreadsFor(1)).as("three threads").isFalse();

        first.add(List.of());
        assertThat(second.hasThreadsFor(1)).as("another node was faster").isTrue();
    }

    @Test
    void a_lane_wants_no_thread_while_there_is_one() {
        first.add(tasks(ONE, 2));
        assertThat(second.want()).isFalse();

        first.add(tasks(ONE, 2));
        assertThat(second.want()).isTrue();
        assertThat(first.next(LONG)).as("owed").isEmpty();
    }

    @Test
    void a_lane_that_waits_for_a_thread_is_not_idle() {
        assertThat(first.endsAfter(Duration.ZERO)).isTrue();

        budget.want(first);
        assertThat(first.endsAfter(Duration.ZERO)).isFalse();
        budget.offer();
        assertThat(first.endsAfter(Duration.ZERO)).isFalse();
        budget.settle(first);

        assertThat(first.endsAfter(Duration.ZERO)).isTrue();
        assertThat(first.endsAfter(Duration.ofMinutes(1))).isFalse();
        first.add(tasks(ONE, 1));
        assertThat(first.endsAfter(Duration.ZERO)).isFalse();
    }
}
