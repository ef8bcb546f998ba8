package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** Queues that share the threads of a node. */
class ManyQueuesTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private void counted(TaskContext task) throws InterruptedException {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        Thread.sleep(2);
        atOnce.decrementAndGet();
    }

    @Test
    void many_queues_run_on_few_threads() {
        maxConcurrency = 3;
        body = this::counted;
        IntStream.range(0, 300).forEach(queue -> insertMany("queue" + queue, 5));

        start(settings(NEVER, LEASE));

        await().atMost(Duration.ofSeconds(30)).until(() -> ended() == 1_500);
        assertThat(starts.get()).isEqualTo(1_500);
        assertThat(most).hasValue(3);
    }

    @Test
    void a_queue_has_its_turn_beside_others_that_never_end() throws Exception {
        maxConcurrency = 2;
        body = this::counted;
        insertMany("first", 3_000);
        insertMany("second", 3_000);
        Worker worker = start(settings(NEVER, LEASE));
        await().until(() -> starts.get() > 20);

        TaskId late = insert("third");
        worker.wake("third", Duration.ZERO, 1);

        awaitState(late, TaskState.SUCCEEDED);
        assertThat(starts.get()).as("the others went on").isLessThan(5_000);
        assertThat(count("first", "READY")).isPositive();
        assertThat(count("second", "READY")).isPositive();
        assertThat(count("first", "SUCCEEDED")).isPositive();
        assertThat(count("second", "SUCCEEDED")).isPositive();
        assertThat(most).hasValue(2);
    }

    @Test
    void what_nobody_here_will_run_is_left_to_others() {
        maxConcurrency = 1;
        body = task -> release.await();
        insertMany("first", 1);
        Worker worker = start(settings(NEVER, LEASE));
        await().until(() -> starts.get() == 1);

        TaskId other = insert("second");
        worker.wake("second", Duration.ZERO, 1);

        await().during(Duration.ofMillis(300)).until(() -> info(other).state() == TaskState.READY);
        release.countDown();
        awaitState(other, TaskState.SUCCEEDED);
    }

    @Test
    void a_suspect_has_its_turn_too() {
        maxConcurrency = 1;
        body = this::counted;
        TaskId suspect = insert("suspects");
        sql("update background_task set losses = 2 where id = '%s'".formatted(suspect));
        insertMany("others", 2_000);

        start(settings(SOON, Duration.ofSeconds(1)));

        awaitState(suspect, TaskState.SUCCEEDED);
        assertThat(count("others", "SUCCEEDED")).isLessThan(2_000);
    }

    private List<TaskId> insertMany(String queue, int count) {
        var now = stores.tasks().now();
        var tasks = IntStream.range(0, count).mapToObj(any -> task(queue, now, now)).toList();
        Jta.committed(
                () -> {
                    stores.tasks().insert(tasks);
                    return true;
                });
        return tasks.stream().map(task -> task.id()).toList();
    }

    private int ended() {
        return texts("select state from background_task where state = 'SUCCEEDED'").size();
    }

    private int count(String queue, String state) {
        return texts(
                        "select state from background_task where queue = '%s' and state = '%s'"
                                .formatted(queue, state))
                .size();
    }
}
