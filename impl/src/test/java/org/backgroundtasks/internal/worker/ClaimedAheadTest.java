package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** What was claimed before there is a thread for it, and what becomes of it when none comes. */
class ClaimedAheadTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int SHORT = 200;
    private static final int LONG = 40;

    @Test
    void what_waits_behind_something_long_is_given_back() {
        Worker worker = startWithShortTasks(settings(NEVER, LEASE));
        List<TaskId> all = insertMany(40);

        worker.wake("default", Duration.ZERO, 1);

        // Four are at it; the others are for whoever has a thread for them.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> all.stream().filter(this::isWaiting).count() == 40 - concurrency);
        assertThat(all.stream().filter(this::isWaiting))
                .allSatisfy(task -> assertThat(info(task).attempts()).isZero());
    }

    private boolean isWaiting(TaskId task) {
        return info(task).state() == TaskState.READY;
    }

    @Test
    void large_tasks_are_claimed_a_few_at_a_time_and_all_of_them_without_another_poll() {
        List<Integer> claimed = Collections.synchronizedList(new ArrayList<>());
        storeCalls = counting(claimed);
        Worker worker = startWithShortTasks(settings(NEVER, LEASE));
        release.countDown();
        claimed.clear();
        String arguments = "[" + " ".repeat(500_000) + "]";
        Instant now = stores.tasks().now();
        for (int i = 0; i < LONG; i++) {
            Jta.committed(() -> insert(task("default", arguments, now, now)));
        }

        worker.wake("default", Duration.ZERO, LONG);

        await().atMost(Duration.ofSeconds(20)).untilAtomic(starts, equalTo(SHORT + LONG));
        // Until there are four million bytes.
        assertThat(claimed).isNotEmpty().allMatch(count -> count <= 8);
    }

    private static Around counting(List<Integer> claimed) {
        return (method, arguments, itself) -> {
            Object result = itself.call();
            if (method.equals("claim")) {
                claimed.add(((List<?>) result).size());
            }
            return result;
        };
    }

    @Test
    void what_waits_when_the_worker_stops_is_given_back_without_having_begun() {
        Worker worker = startWithShortTasks(settings(NEVER, LEASE, Duration.ZERO));
        List<TaskId> all = insertMany(40);
        worker.wake("default", Duration.ZERO, 1);
        await().untilAtomic(starts, equalTo(200 + concurrency));

        worker.stop();

        assertThat(all).allSatisfy(task -> assertThat(isWaiting(task)).isTrue());
        assertThat(starts.get()).isEqualTo(200 + concurrency);
    }

    @Test
    void what_was_claimed_ahead_survives_an_outage_without_a_loss() {
        Worker worker = startWithShortTasks(settings(NEVER, Duration.ofSeconds(3)));
        List<TaskId> all = insertMany(40);
        worker.wake("default", Duration.ZERO, 40);
        await().untilAtomic(starts, equalTo(200 + concurrency));

        database.off();
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        release.countDown();
        database.on();

        all.forEach(
                task -> {
                    await().atMost(Duration.ofSeconds(20))
                            .until(
                                    () -> {
                                        worker.wakeForAll();
                                        return info(task).state() == TaskState.SUCCEEDED;
                                    });
                    assertThat(texts(losses(task))).containsExactly("0");
                });
    }

    private static String losses(TaskId task) {
        return "select losses from background_task where id = '%s'".formatted(task);
    }

    @Test
    void what_another_worker_has_taken_is_let_go_of() {
        Worker worker = startWithShortTasks(settings(NEVER, LEASE));
        claimAhead(worker);
        // As many as the pace of the short ones was worth.
        int claimed = worker.status().running();
        assertThat(claimed).isGreaterThan(concurrency);

        sql("update background_task set lease_number = lease_number + 1 where state = 'RUNNING'");

        await().until(() -> worker.status().lostLeases() == claimed - concurrency);
        sql("update background_task set state = 'CANCELLED' where state = 'RUNNING'");
    }

    @Test
    void what_cannot_be_given_back_is_run_though_all_threads_have_ended() {
        AtomicInteger tries = new AtomicInteger();
        storeCalls = lockedAtFirst(tries);
        Worker worker = startWithShortTasks(settings(NEVER, LEASE));

        claimAhead(worker);

        await().untilAtomic(starts, equalTo(SHORT + LONG));
        await().until(() -> worker.status().running() == 0);
        assertThat(tries.get()).isPositive();
    }

    /** As if somebody had the rows locked, until all threads have ended. */
    private Around lockedAtFirst(AtomicInteger tries) {
        return (method, arguments, itself) -> {
            if (method.equals("releaseUnlocked") && tries.incrementAndGet() == 1) {
                release.countDown();
                int asked = ((Collection<?>) arguments[0]).size();
                await().pollDelay(Duration.ofMillis(200))
                        .until(() -> workers.get(0).status().running() == asked);
                return Map.of();
            }
            return itself.call();
        };
    }

    @Test
    void beside_what_has_lost_a_worker_nothing_is_claimed_ahead() {
        Worker worker = startWithShortTasks(settings(NEVER, LEASE));
        insertMany(LONG);
        sql("update background_task set losses = 1 where state = 'READY'");

        worker.wakeForAll();

        await().untilAtomic(starts, equalTo(SHORT + concurrency));
        assertThat(texts("select count(*) from background_task where state = 'RUNNING'"))
                .containsExactly(String.valueOf(concurrency));
    }

    /** Four are at it; the others wait for them. */
    private List<TaskId> claimAhead(Worker worker) {
        List<TaskId> all = insertMany(LONG);
        worker.wake("default", Duration.ZERO, LONG);
        await().untilAtomic(starts, equalTo(SHORT + concurrency));
        return all;
    }

    /** So that it claims ahead; what comes after the short ones takes its time. */
    private Worker startWithShortTasks(WorkerSettings settings) {
        body =
                task -> {
                    if (starts.get() > SHORT) {
                        release.await();
                    }
                };
        insertMany(SHORT);
        Worker worker = start(settings);
        await().untilAtomic(starts, equalTo(SHORT));
        return worker;
    }
}
