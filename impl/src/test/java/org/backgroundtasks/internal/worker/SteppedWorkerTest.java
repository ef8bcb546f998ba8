package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.time.MovableTime;
import org.backgroundtasks.internal.worker.node.SteppedWorker;
import org.backgroundtasks.internal.worker.node.WorkerFeatures;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine, a step at a time, with time that the test moves on: no threads, and no sleeps. */
class SteppedWorkerTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final MovableTime time = new MovableTime();
    private final List<Thread> ranOn = new ArrayList<>();
    private SteppedWorker worker;

    @BeforeEach
    void prepare() {
        ticker = time;
        Stores own = store("stepped");
        stores = own;
        body = task -> ranOn.add(Thread.currentThread());
        worker = stepped(own, "stepped");
    }

    private SteppedWorker stepped(Stores own, String node) {
        return new SteppedWorker(
                environment(node),
                settings(SOON, LEASE),
                new TaskDefinitions(List.of(definition)),
                own.worker(),
                new ArgumentCodec(1_000),
                new WorkerFeatures(List.of(), List.of(), null, null, List.of(), call -> Lane.NONE));
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private TaskId insertIn(Duration delay) {
        Instant now = stores.tasks().now();
        NewTask task = task("default", now, now.plus(delay));
        Jta.committed(() -> insert(task));
        return task.id();
    }

    @Test
    void a_task_runs_in_a_step_on_the_thread_that_takes_it() {
        TaskId id = insert("default");

        assertThat(worker.step()).isTrue();

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(ranOn).containsExactly(Thread.currentThread());
        assertThat(worker.step()).isFalse();
    }

    @Test
    void outcomes_apart_from_the_work_are_recorded_in_the_same_step() {
        worker.close();
        definition = APART;
        worker = stepped(stores, "stepped");
        TaskId id = insert("default");

        worker.step();

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void a_task_becomes_due_when_time_is_moved_on() {
        TaskId id = insertIn(HOUR);

        assertThat(worker.step()).isFalse();
        time.advance(HOUR.minusMinutes(1));
        assertThat(worker.step()).isFalse();
        time.advance(Duration.ofMinutes(1));
        assertThat(worker.step()).isTrue();

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info(id).finishedAt()).isAfterOrEqualTo(info(id).runAt());
    }

    @Test
    void a_delay_counts_from_the_time_that_was_moved_on() {
        time.advance(HOUR);
        TaskId id = insertIn(HOUR);

        assertThat(worker.step()).isFalse();
        time.advance(HOUR);
        assertThat(worker.step()).isTrue();

        assertThat(info(id).createdAt()).isBefore(info(id).runAt());
    }

    @Test
    void a_failed_attempt_is_made_again_after_its_backoff() {
        TaskId id = insert("default");
        body =
                task -> {
                    if (task.attempt() == 1) {
                        throw new IllegalStateException("the first attempt");
                    }
                };

        assertThat(worker.step()).isTrue();
        assertThat(info(id).state()).isEqualTo(TaskState.SCHEDULED);
        time.advance(HOUR);
        assertThat(worker.step()).isTrue();

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(2);
    }

    @Test
    void a_task_of_a_dead_worker_is_taken_over_when_its_lease_has_expired() {
        TaskId id = insert("default");
        claimForTheDead(LEASE);

        int steps = 0;
        while (!worker.step() && steps < 20) {
            // In one leap, nobody else would have had the time to renew.
            time.advance(LEASE.dividedBy(6));
            steps++;
        }

        assertThat(steps).isBetween(6, 10);

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void what_has_ended_is_pruned_after_its_retention() {
        TaskId id = insert("default");
        worker.step();

        time.advance(Duration.ofHours(23));
        worker.step();
        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
        time.advance(Duration.ofHours(2));
        worker.step();

        assertThat(Jta.committed(() -> stores.queries().find(id))).isEmpty();
    }

    @Test
    void what_a_body_stores_is_found_by_the_next_step() {
        insert("default");
        body =
                task -> {
                    ranOn.add(Thread.currentThread());
                    if (ranOn.size() < 3) {
                        Instant now = stores.tasks().now();
                        insert(task("default", now, now));
                    }
                };

        int steps = 0;
        while (steps < 20 && worker.step()) {
            steps++;
        }

        assertThat(steps).isEqualTo(3);
        assertThat(ranOn).hasSize(3);
    }

    @Test
    void the_backoff_of_the_method_comes_before_that_of_the_worker() {
        worker.close();
        definition = withOptions(List.of(), List.of(HOUR, HOUR.multipliedBy(2)));
        worker = stepped(stores, "stepped");
        TaskId id = insert("default");
        body =
                task -> {
                    throw new IllegalStateException("each attempt");
                };

        worker.step();
        Duration first = Duration.between(info(id).startedAt(), info(id).runAt());
        time.advance(HOUR);
        worker.step();
        Duration second = Duration.between(info(id).startedAt(), info(id).runAt());

        assertThat(first).isBetween(HOUR, HOUR.plusMinutes(1));
        assertThat(second).isBetween(HOUR.multipliedBy(2), HOUR.multipliedBy(2).plusMinutes(1));
    }

    @Test
    void a_task_of_an_earlier_name_runs() {
        worker.close();
        TaskId id = insert("default");
        definition = withOptions(List.of("task"), List.of());
        worker = stepped(stores, "stepped");

        worker.step();

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(info(id).name()).isEqualTo("task");
    }

    private static TaskDefinition withOptions(List<String> formerly, List<Duration> backoff) {
        return new TaskDefinition(
                TestOptions.named(formerly.isEmpty() ? "task" : "renamed")
                        .formerly(formerly)
                        .maxAttempts(3)
                        .backoff(backoff)
                        .get(),
                List.of(),
                true);
    }
}
