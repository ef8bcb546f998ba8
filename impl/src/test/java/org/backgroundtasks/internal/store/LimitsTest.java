package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.limit.Room;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** What is counted of limits, and who is let in. */
class LimitsTest extends LaneContract {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final HeldLimit THREE =
            HeldLimit.ofKey("mail", new LimitRule("mail", 3, 0, Duration.ofSeconds(1)));
    private static final HeldLimit RATE =
            HeldLimit.ofKey("rate", new LimitRule("rate", 0, 5, Duration.ofMinutes(1)));

    /** As a claimer does, for tasks that all have the same limits. */
    private Optional<List<ClaimedTask>> claimLimited(int most, Duration lease, HeldLimit... held) {
        return claimLimited(first(most), () -> {}, lease, List.of(held));
    }

    /**
     * The same.
     *
     * @param meanwhile is done after the limits were seen, and before the claim
     */
    private Optional<List<ClaimedTask>> claimLimited(
            List<LaneTask> candidates, Runnable meanwhile, Duration lease, List<HeldLimit> limits) {
        Map<String, LimitState> states = lanes.states(limits);
        meanwhile.run();
        Room room = new Room(states);
        Map<LaneTask, List<HeldLimit>> admitted = new LinkedHashMap<>();
        for (LaneTask task : candidates) {
            if (room.take(limits)) {
                admitted.put(task, limits);
            }
        }
        return admitted.isEmpty()
                ? Optional.of(List.of())
                : lanes.claim(new LaneClaim("default", admitted, states, false), lease);
    }

    private int claimed(int most, HeldLimit... held) {
        return claimLimited(most, LEASE, held).orElseThrow().size();
    }

    @Test
    void no_more_are_claimed_than_the_concurrency() {
        stored(LANE, 10);

        assertThat(claimed(10, THREE)).isEqualTo(3);
        assertThat(claimed(10, THREE)).isZero();
    }

    @Test
    void a_task_that_ends_leaves_its_share() {
        stored(LANE, 10);
        List<ClaimedTask> claimed = claimLimited(10, LEASE, THREE).orElseThrow();

        Jta.committed(() -> settle(claimed.get(0).lease(), new Outcome.Succeeded()));

        assertThat(claimed(10, THREE)).isEqualTo(1);
    }

    @Test
    void a_share_is_back_when_its_lease_is_taken() {
        stored(LANE, 10);
        assertThat(claimLimited(10, EXPIRED, THREE).orElseThrow()).hasSize(3);
        assertThat(claimed(10, THREE)).isZero();

        reclaim(10, 3);

        assertThat(claimed(10, THREE)).isEqualTo(3);
    }

    @Test
    void what_was_seen_before_another_claim_is_refused() {
        stored(LANE, 10);
        List<LaneTask> candidates = first(2);
        Map<String, LimitState> before = lanes.states(Set.of(THREE));
        assertThat(claimed(1, THREE)).isEqualTo(1);

        Map<LaneTask, List<HeldLimit>> second = Map.of(candidates.get(1), List.of(THREE));
        assertThat(lanes.claim(new LaneClaim("default", second, before, false), LEASE)).isEmpty();

        assertThat(Jta.committed(() -> queries.find(candidates.get(1).id())).orElseThrow().state())
                .isEqualTo(TaskState.READY);
    }

    @Test
    void what_the_same_claimant_knows_after_its_claim_holds() {
        stored(LANE, 10);
        List<LaneTask> candidates = first(3);
        Map<String, LimitState> states = lanes.states(Set.of(THREE));
        lanes.claim(
                        new LaneClaim(
                                "default",
                                Map.of(candidates.get(0), List.of(THREE)),
                                states,
                                false),
                        LEASE)
                .orElseThrow();

        Map<String, LimitState> after = Map.of(THREE.name(), states.get(THREE.name()).after(1));
        assertThat(
                        lanes.claim(
                                new LaneClaim(
                                        "default",
                                        Map.of(candidates.get(1), List.of(THREE)),
                                        after,
                                        false),
                                LEASE))
                .isPresent();
    }

    @Test
    void a_task_that_somebody_else_has_is_left_out() {
        stored(LANE, 3);
        List<LaneTask> candidates = first(3);
        Jta.committed(() -> tasks.cancel(candidates.get(0).id()));
        Map<String, LimitState> states = lanes.states(Set.of(THREE));
        Map<LaneTask, List<HeldLimit>> all = new LinkedHashMap<>();
        candidates.forEach(task -> all.put(task, List.of(THREE)));

        assertThat(lanes.claim(new LaneClaim("default", all, states, false), LEASE).orElseThrow())
                .extracting(ClaimedTask::id)
                .containsExactlyInAnyOrder(candidates.get(1).id(), candidates.get(2).id());
        assertThat(lanes.states(Set.of(THREE)).get(THREE.name()).holders()).isEqualTo(2);
    }

    @Test
    void arguments_are_read_or_left() {
        stored(LANE, 2);
        LaneTask task = first(1).get(0);
        ClaimedTask unread =
                lanes.claim(
                                new LaneClaim(
                                        "default",
                                        Map.of(task, List.of(THREE)),
                                        lanes.states(Set.of(THREE)),
                                        true),
                                LEASE)
                        .orElseThrow()
                        .get(0);

        assertThat(unread.isUnread()).isTrue();
        assertThat(claimLimited(1, LEASE, THREE).orElseThrow().get(0).invocation().arguments())
                .isEqualTo("[1]");
    }

    @Test
    void starts_are_counted_for_the_rate() {
        String lane = new Lane("", List.of("rate")).text();
        stored(lane, 20);

        assertThat(claimed(3, RATE)).isEqualTo(3);
        assertThat(claimed(1, RATE)).isEqualTo(1);
        assertThat(claimed(10, RATE)).isEqualTo(1);
        assertThat(claimed(10, RATE)).isZero();

        Room room = new Room(lanes.states(Set.of(RATE)));
        assertThat(room.untilLeft(RATE))
                .hasValueSatisfying(
                        until ->
                                assertThat(until)
                                        .isBetween(Duration.ofSeconds(20), Duration.ofMinutes(1)));
    }

    @Test
    void two_keys_that_come_out_equal_are_one_limit() {
        stored(new Lane("", List.of("mail", "mail")).text(), 5);

        assertThat(claimed(10, THREE, THREE)).isEqualTo(3);
        assertThat(lanes.states(Set.of(THREE)).get(THREE.name()).holders()).isEqualTo(3);
        assertThat(claimed(10, THREE)).isZero();
    }

    @Test
    void who_counts_no_starts_keeps_those_that_others_count() {
        HeldLimit rated = HeldLimit.ofKey("mail", new LimitRule("mail", 0, 4, Duration.ofHours(1)));
        HeldLimit shorter =
                HeldLimit.ofKey("mail", new LimitRule("mail", 0, 9, Duration.ofMillis(1)));
        stored(LANE, 20);

        assertThat(claimed(1, rated)).isEqualTo(1);
        assertThat(claimed(1, THREE)).isEqualTo(1);
        assertThat(claimed(1, shorter)).isEqualTo(1);
        assertThat(claimed(10, rated)).isEqualTo(1);
        // And who counts no shares leaves them to those who do.
        assertThat(claimed(10, THREE)).isZero();
    }

    @Test
    void a_limit_that_another_claim_has_locked_is_passed_by() throws Exception {
        if (engine.database() == TestDatabase.DERBY) {
            return;
        }
        stored(LANE, 3);
        lanes.states(Set.of(THREE));
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update background_task_limit set last_count = 0");

            assertThat(claimLimited(3, LEASE, THREE)).isEmpty();
            other.rollback();
            other.setAutoCommit(true);
        }
        assertThat(claimed(3, THREE)).isEqualTo(3);
    }

    @Test
    void several_limits_hold_together() {
        stored(new Lane("", List.of("mail", "rate")).text(), 20);

        assertThat(claimed(10, THREE, RATE)).isEqualTo(3);
    }

    @Test
    void shares_of_tasks_that_have_ended_are_deleted() {
        stored(LANE, 70);
        HeldLimit many = HeldLimit.ofKey("mail", new LimitRule("mail", 100, 0, Duration.ZERO));
        for (ClaimedTask task : claimLimited(70, LEASE, many).orElseThrow()) {
            Jta.committed(() -> settle(task.lease(), new Outcome.Succeeded()));
        }
        assertThat(lanes.states(Set.of(many)).get(many.name()).dead()).isEqualTo(70);

        assertThat(lanes.states(Set.of(many)).get(many.name()).dead()).isZero();
    }

    @Test
    void limits_that_nobody_uses_are_deleted() {
        stored(LANE, 3);
        assertThat(claimed(1, THREE)).isEqualTo(1);
        assertThat(lanes.prune(10)).isZero();

        // The share of a task that runs keeps its limit, and so do starts that may still count.
        stored(new Lane("", List.of("rate")).text());
        HeldLimit ofAYear = HeldLimit.ofKey("rate", new LimitRule("rate", 0, 5, YEAR));
        lanes.states(Set.of(HeldLimit.ofKey("unused", ofAYear.rule())));
        claimLimited(List.of(last()), () -> {}, LEASE, List.of(ofAYear)).orElseThrow();
        TestDatabase.execute(
                dataSource,
                "delete from background_task_holder where limit_id <> (select id from background_task_limit where limit_key = 'key:mail')");
        age();
        assertThat(lanes.prune(10)).isEqualTo(1);
        assertThat(lanes.states(Set.of(ofAYear)).get(ofAYear.name()).starts().count()).isEqualTo(1);
        assertThat(lanes.states(Set.of(THREE)).get(THREE.name()).version()).isEqualTo(1);
    }

    private void age() {
        TestDatabase.execute(dataSource, "update background_task_limit set used_at = " + longAgo());
    }

    private String longAgo() {
        return switch (engine.database()) {
            case DERBY ->
                    Long.toString(
                            (System.currentTimeMillis() - Duration.ofDays(30).toMillis()) * 1_000);
            default -> "timestamp '%s 00:00:00'".formatted(LocalDate.now().minusDays(30));
        };
    }

    private LaneTask last() {
        return first(10).stream()
                .filter(task -> task.lane().endsWith("rate"))
                .findFirst()
                .orElseThrow();
    }

    private List<LaneTask> anyFive() {
        List<LaneTask> all = new ArrayList<>(first(60));
        Collections.shuffle(all);
        return all.subList(0, Math.min(5, all.size()));
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void twenty_claimers_never_have_four_of_three() throws Exception {
        stored(LANE, 60);
        AtomicInteger left = new AtomicInteger(60);
        Set<TaskId> ran = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            Callable<Void> claimer =
                    () -> {
                        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                        while (left.get() > 0 && System.nanoTime() < end) {
                            Collection<ClaimedTask> claimed =
                                    claimLimited(
                                                    anyFive(),
                                                    LimitsTest::pause,
                                                    LEASE,
                                                    List.of(THREE))
                                            .orElse(List.of());
                            most.accumulateAndGet(running.addAndGet(claimed.size()), Math::max);
                            pause();
                            for (ClaimedTask task : claimed) {
                                assertThat(ran.add(task.id())).isTrue();
                                running.decrementAndGet();
                                Jta.committed(() -> settle(task.lease(), new Outcome.Succeeded()));
                                left.decrementAndGet();
                            }
                        }
                        return null;
                    };
            List<Future<Void>> all =
                    IntStream.range(0, 20).mapToObj(any -> threads.submit(claimer)).toList();
            for (Future<Void> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(left).hasValue(0);
        assertThat(most.get()).isEqualTo(3);
        assertThat(ran).hasSize(60);
    }
}
