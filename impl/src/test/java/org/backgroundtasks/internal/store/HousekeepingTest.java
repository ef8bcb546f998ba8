package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.worker.ReadyQueue;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** What is looked up and cleared away between tasks. */
class HousekeepingTest extends StoreContract {

    @Test
    void ended_tasks_are_pruned_after_their_retention() {
        NewTask succeeded = stored();
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        NewTask failed = stored();
        settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));
        NewTask waiting = scheduledAndStored();
        NewTask running = stored();
        claim(1);
        Duration day = Duration.ofDays(1);

        assertThat(upkeep.prune(day, day, 10)).isZero();
        assertThat(upkeep.prune(Duration.ofSeconds(-1), day, 10)).isOne();
        assertThat(Jta.committed(() -> queries.find(succeeded.id()))).isEmpty();
        assertThat(info(failed).state()).isEqualTo(TaskState.FAILED);
        assertThat(upkeep.prune(day, Duration.ofSeconds(-1), 10)).isOne();
        assertThat(Jta.committed(() -> queries.find(failed.id()))).isEmpty();
        assertThat(info(waiting).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(info(running).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void it_is_known_when_the_next_ended_task_can_be_pruned() {
        Duration hour = Duration.ofHours(1);
        assertThat(upkeep.untilPrunable(hour, hour)).isEmpty();
        stored();
        settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));
        Duration week = Duration.ofDays(7);

        assertThat(upkeep.untilPrunable(hour, week).orElseThrow())
                .isBetween(week.minusMinutes(1), week);

        stored();
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        assertThat(upkeep.untilPrunable(hour, week).orElseThrow())
                .isBetween(hour.minusMinutes(1), hour);
    }

    @Test
    void who_listens_hears_of_queues_where_the_database_can_tell() {
        assertThat(stores.signals().isPresent()).isEqualTo(engine.database().notifies());
        stores.signals().ifPresent(HousekeepingTest::requireHeard);
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
        assertThat(claims.snapshot())
                .satisfies(
                        snapshot -> {
                            assertThat(snapshot.hasDue()).isFalse();
                            assertThat(snapshot.hasExpired()).isFalse();
                            assertThat(snapshot.firstReadyQueue()).isNull();
                        });
        Instant now = tasks.now();
        NewTask due = task("b", SIGNATURE, 0, now.minusSeconds(9), now.minusSeconds(1), "[]");
        Jta.committed(() -> insert(List.of(due, task("a", SIGNATURE, 0, now, now, "[]"))));

        assertThat(claims.snapshot().hasDue()).isTrue();
        assertThat(claims.snapshot().firstReadyQueue()).isEqualTo("a");
        assertThat(claims.nextReadyQueue("a")).isEmpty();
        claims.promote(10);
        assertThat(claims.nextReadyQueue("a")).contains(new ReadyQueue("b", false));
        assertThat(claims.nextReadyQueue("b")).isEmpty();
    }
}
