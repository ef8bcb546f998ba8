package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** Who has a key, in whatever way a task has moved on. */
class KeysTest extends KeyContract {

    @Test
    void a_task_takes_its_key_and_shows_it() {
        Taking taking = take(keyed("a"));

        assertThat(taking).isInstanceOf(Taking.Taken.class);
        assertThat(info(taking).key()).isEqualTo("a");
        assertThat(info(taking).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void a_key_that_stands_is_kept_and_the_transaction_goes_on() {
        Taking first = take(keyed("a"));
        NewTask after = ready();

        Taking second =
                Jta.committed(
                        () -> {
                            Taking taking = store(keyed("a"));
                            insert(after);
                            return taking;
                        });

        assertThat(second).isEqualTo(new Taking.Kept(first.holder()));
        assertThat(info(after).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void a_key_that_stands_is_refused_with_nothing_taken() {
        Taking first = take(keyed("b"));

        List<Taking> takings =
                Jta.committed(
                        () ->
                                stores.keys()
                                        .take(
                                                Stream.of("a", "b", "c")
                                                        .map(key -> keyed(key, OnConflict.FAIL))
                                                        .toList()));

        assertThat(takings).contains(new Taking.Refused(first.holder()));
        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
        assertThat(take(keyed("c"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void two_refused_in_one_call_take_nothing() {
        List<Taking> takings =
                Jta.committed(
                        () ->
                                stores.keys()
                                        .take(
                                                List.of(
                                                        keyed("a", OnConflict.FAIL),
                                                        keyed("a", OnConflict.FAIL))));

        assertThat(takings).hasAtLeastOneElementOfType(Taking.Refused.class);
        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void what_is_refused_is_told_of_each_call_and_takes_no_other_key() {
        Taking standing = take(keyed("y"));

        List<Taking> takings =
                Jta.committed(
                        () ->
                                stores.keys()
                                        .take(
                                                List.of(
                                                        keyed("x"),
                                                        keyed("x"),
                                                        keyed("y", OnConflict.FAIL))));

        assertThat(takings).hasSize(3).endsWith(new Taking.Refused(standing.holder()));
        assertThat(take(keyed("x"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void a_key_is_not_taken_if_the_caller_rolls_back() {
        Jta.rolledBack(() -> store(keyed("a")));

        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void a_key_whose_task_was_never_stored_is_free() {
        Jta.committed(() -> stores.keys().take(List.of(keyed("a"))));

        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void names_have_keys_of_their_own() {
        Taking first = take(keyed("a"));
        NewTask other = keyed("a").task();
        KeyedTask ofOther =
                new KeyedTask(
                        new NewTask(
                                        TaskIds.next(),
                                        new Invocation("other", SIGNATURE, "[]"),
                                        "default",
                                        0,
                                        3,
                                        other.createdAt(),
                                        other.runAt(),
                                        null,
                                        null,
                                        null)
                                .with(other.key()),
                        OnConflict.KEEP,
                        null);

        assertThat(take(ofOther)).isInstanceOf(Taking.Taken.class);
        assertThat(take(keyed("a")).holder()).isEqualTo(first.holder());
    }

    @Test
    void a_key_stands_until_its_task_has_ended() {
        Taking first = take(keyed("a"));
        Lease lease = claim(1).get(0).lease();
        assertThat(take(keyed("a"))).as("it runs").isEqualTo(new Taking.Kept(first.holder()));

        settle(lease, new Outcome.Retrying(Duration.ofHours(1), "e"));
        assertThat(take(keyed("a"))).as("it is tried again").isInstanceOf(Taking.Kept.class);

        Jta.committed(() -> tasks.cancel(first.holder()));
        assertThat(take(keyed("a"))).as("it is cancelled").isInstanceOf(Taking.Taken.class);
    }

    @Test
    void every_end_frees_a_key() {
        for (Outcome end : List.of(new Outcome.Succeeded(), new Outcome.Failed("e"))) {
            Taking taking = take(keyed("a"));
            assertThat(taking).as("before %s", end).isInstanceOf(Taking.Taken.class);
            settle(claim(1).get(0).lease(), end);
        }
        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
        claimAndLose(1);
        reclaim(10, 1);
        assertThat(take(keyed("a"))).as("lost too often").isInstanceOf(Taking.Taken.class);
    }

    @Test
    void a_pruned_task_has_no_key() {
        take(keyed("a"));
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        upkeep.prune(Duration.ofSeconds(-5), Duration.ofSeconds(-5), 10);

        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void until_started_a_key_is_free_with_the_claim_and_not_taken_again() {
        KeyedTask untilStarted = keyed("a", OnConflict.KEEP, Until.STARTED, Duration.ZERO);
        Taking first = take(untilStarted);
        assertThat(take(keyed("a", OnConflict.KEEP, Until.STARTED, Duration.ZERO)))
                .isEqualTo(new Taking.Kept(first.holder()));

        Lease lease = claim(1).get(0).lease();
        Taking second = take(keyed("a", OnConflict.KEEP, Until.STARTED, Duration.ZERO));
        assertThat(second).as("it runs").isInstanceOf(Taking.Taken.class);

        settle(lease, new Outcome.Retrying(Duration.ofHours(1), "e"));
        assertThat(take(keyed("a", OnConflict.KEEP, Until.STARTED, Duration.ZERO)))
                .as("the second stands, the first waits for another attempt")
                .isEqualTo(new Taking.Kept(second.holder()));
    }

    @Test
    void a_period_holds_a_key_beyond_the_end() {
        Taking first = take(keyed("a", OnConflict.KEEP, Until.ENDED, Duration.ofHours(1)));
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());

        assertThat(take(keyed("a", OnConflict.KEEP, Until.ENDED, Duration.ofHours(1))))
                .isEqualTo(new Taking.Kept(first.holder()));
        assertThat(take(keyed("a", OnConflict.FAIL))).isEqualTo(new Taking.Refused(first.holder()));
    }

    @Test
    void a_period_that_is_over_holds_nothing() throws Exception {
        take(keyed("a", OnConflict.KEEP, Until.ENDED, Duration.ofMillis(1)));
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        Thread.sleep(20);

        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void one_that_only_waits_gives_way_to_the_one_that_supersedes_it() {
        Taking first = take(keyed("a"));
        KeyedTask second = keyed("a").superseding(first.holder());
        settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ofHours(1), "e"));

        Jta.committed(
                () -> {
                    assertThat(store(second)).isInstanceOf(Taking.Taken.class);
                    return tasks.cancel(first.holder());
                });

        assertThat(take(keyed("a")).holder()).isEqualTo(second.task().id());
    }

    @Test
    void one_that_runs_or_is_another_or_in_its_period_gives_way_to_nobody() {
        Taking first = take(keyed("a"));
        claim(1);
        assertThat(take(keyed("a").superseding(first.holder()))).isInstanceOf(Taking.Kept.class);

        Taking other = take(keyed("b"));
        assertThat(take(keyed("b").superseding(first.holder())).holder()).isEqualTo(other.holder());

        Duration hour = Duration.ofHours(1);
        Taking resting = take(keyed("c", OnConflict.KEEP, Until.ENDED, hour));
        assertThat(
                        take(keyed("c", OnConflict.KEEP, Until.ENDED, hour)
                                        .superseding(resting.holder()))
                                .holder())
                .isEqualTo(resting.holder());
    }

    @Test
    void a_retried_task_takes_its_key_again() {
        Taking taking = take(keyed("a"));
        settle(claim(1).get(0).lease(), new Outcome.Failed("e"));

        assertThat(retry(taking.holder())).isEmpty();

        assertThat(info(taking).state()).isEqualTo(TaskState.READY);
        assertThat(take(keyed("a"))).isEqualTo(new Taking.Kept(taking.holder()));
    }

    @Test
    void a_retried_task_has_its_key_until_it_is_started_again() {
        KeyedTask task = keyed("a", OnConflict.KEEP, Until.STARTED, Duration.ZERO);
        Taking taking = take(task);
        settle(claim(1).get(0).lease(), new Outcome.Failed("e"));
        assertThat(retry(taking.holder())).isEmpty();

        assertThat(take(keyed("a"))).isEqualTo(new Taking.Kept(taking.holder()));
        claim(1);
        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void a_task_whose_key_another_has_is_not_retried() {
        Taking first = take(keyed("a"));
        settle(claim(1).get(0).lease(), new Outcome.Failed("e"));
        Taking second = take(keyed("a"));

        assertThat(retry(first.holder())).contains(second.holder());
        assertThat(info(first).state()).isEqualTo(TaskState.FAILED);

        settle(claim(1).get(0).lease(), new Outcome.Failed("e"));
        assertThat(retry(first.holder())).isEmpty();
        assertThat(retry(second.holder())).contains(first.holder());
    }

    @Test
    void a_retried_task_takes_a_key_whose_row_is_gone() {
        Taking taking = take(keyed("a"));
        settle(claim(1).get(0).lease(), new Outcome.Failed("e"));
        deleteKeys();

        assertThat(retry(taking.holder())).isEmpty();
        assertThat(take(keyed("a"))).isEqualTo(new Taking.Kept(taking.holder()));
    }

    @Test
    void keys_are_pruned_that_nobody_can_have_again() {
        take(keyed("succeeded"));
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        take(keyed("failed"));
        settle(claim(1).get(0).lease(), new Outcome.Failed("e"));
        take(keyed("resting", OnConflict.KEEP, Until.ENDED, Duration.ofHours(1)));
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        take(keyed("waiting"));

        assertThat(keyStore().prune(null)).isEmpty();

        assertThat(keysThere()).containsExactlyInAnyOrder("failed", "resting", "waiting");
    }

    @Test
    void a_thousand_keys_are_taken_in_one_call() {
        List<KeyedTask> many = IntStream.range(0, 1_000).mapToObj(i -> keyed("key" + i)).toList();
        Jta.committed(() -> storeAll(many));
        List<KeyedTask> again =
                IntStream.range(500, 1_500).mapToObj(i -> keyed("key" + i)).toList();

        List<Taking> takings = Jta.committed(() -> storeAll(again));

        assertThat(takings.subList(0, 500)).hasOnlyElementsOfType(Taking.Kept.class);
        assertThat(takings.subList(500, 1_000)).hasOnlyElementsOfType(Taking.Taken.class);
        assertThat(takings.get(0).holder()).isEqualTo(many.get(500).task().id());
    }

    @Test
    void of_several_with_one_key_in_a_call_one_is_stored() {
        List<KeyedTask> kept = List.of(keyed("a"), keyed("b"), keyed("a"));
        List<Taking> takings = Jta.committed(() -> storeAll(kept));
        assertThat(takings)
                .extracting(Taking::holder)
                .containsExactly(
                        kept.get(0).task().id(), kept.get(1).task().id(), kept.get(0).task().id());

        List<KeyedTask> replacing =
                List.of(
                        keyed("c", OnConflict.REPLACE),
                        changed(keyed("c", OnConflict.REPLACE), tasks.now(), 5));
        List<Taking> replaced = Jta.committed(() -> storeAll(replacing));
        assertThat(replaced).extracting(Taking::holder).containsOnly(replacing.get(1).task().id());
        assertThat(info(replaced.get(1)).priority()).isEqualTo(5);
    }

    private Optional<TaskId> retry(TaskId id) {
        return Jta.committed(
                () -> {
                    Optional<TaskId> other = stores.keys().retake(id);
                    if (other.isEmpty()) {
                        assertThat(tasks.retry(id)).isTrue();
                    }
                    return other;
                });
    }
}
