package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.store.key.Debounce;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskKey;
import org.junit.jupiter.api.Test;

/** A task that each further call puts off. */
class DebounceTest extends KeyContract {

    @Test
    void a_debounce_moves_a_task_with_each_call_and_never_too_far() {
        Debounce debounce = new Debounce(Duration.ofMinutes(10), Duration.ofMinutes(25));
        KeyedTask first = debounced(debounce, tasks.now());
        Taking taking = take(first);
        Instant begin = first.now();
        assertThat(info(taking).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(info(taking).runAt()).isEqualTo(begin.plus(Duration.ofMinutes(10)));

        take(debounced(debounce, begin.plus(Duration.ofMinutes(9))));
        assertThat(info(taking).runAt()).isEqualTo(begin.plus(Duration.ofMinutes(19)));

        take(debounced(debounce, begin.plus(Duration.ofMinutes(18))));
        assertThat(info(taking).runAt()).isEqualTo(begin.plus(Duration.ofMinutes(25)));
        assertThat(claims.arguments(taking.holder())).isEqualTo("[\"new\"]");
    }

    @Test
    void a_debounce_begins_anew_with_a_follower() {
        Debounce debounce = new Debounce(Duration.ofMinutes(10), Duration.ofMinutes(25));
        take(keyed("a"));
        claim(1);
        Instant begin = tasks.now();

        Taking follower = take(debounced(debounce, begin));
        assertThat(info(follower).state()).isEqualTo(TaskState.BLOCKED);
        take(debounced(debounce, begin.plus(Duration.ofMinutes(20))));
        assertThat(info(follower).runAt()).isEqualTo(begin.plus(Duration.ofMinutes(25)));
        assertThat(info(follower).state()).isEqualTo(TaskState.BLOCKED);
    }

    @Test
    void a_debounce_goes_no_further_than_it_may_after_a_failed_attempt_either() {
        Debounce debounce = new Debounce(Duration.ofMinutes(10), Duration.ofMinutes(25));
        Taking taking = take(keyed("a"));
        settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ofHours(1), "e"));
        Instant begin = tasks.now();

        for (int minute = 0; minute <= 20; minute += 5) {
            take(debounced(debounce, begin.plus(Duration.ofMinutes(minute))));
        }

        assertThat(info(taking).runAt()).isEqualTo(begin.plus(Duration.ofMinutes(25)));
    }

    @Test
    void a_debounce_counts_from_the_first_call_that_debounces() {
        Debounce debounce = new Debounce(Duration.ofMinutes(10), Duration.ofMinutes(25));
        Taking taking = take(changed(keyed("a"), tasks.now().plus(Duration.ofDays(1)), 0));
        Instant later = tasks.now().plus(Duration.ofHours(2));

        take(debounced(debounce, later));

        assertThat(info(taking).runAt()).isEqualTo(later.plus(Duration.ofMinutes(10)));
    }

    private KeyedTask debounced(Debounce debounce, Instant now) {
        NewTask task =
                new NewTask(
                                TaskIds.next(),
                                new Invocation("task", SIGNATURE, "[\"new\"]"),
                                "default",
                                0,
                                3,
                                now,
                                now,
                                null,
                                null,
                                null)
                        .with(new TaskKey("a", Until.ENDED, Duration.ZERO));
        return new KeyedTask(task, OnConflict.KEEP, debounce);
    }
}
