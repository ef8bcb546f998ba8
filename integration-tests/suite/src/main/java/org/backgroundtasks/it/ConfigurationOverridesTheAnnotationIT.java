package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Annotation, configuration, call: each overrides the one before. And tables in a schema of their
 * own.
 */
@ExtendWith(ArquillianExtension.class)
public class ConfigurationOverridesTheAnnotationIT {

    @ApplicationScoped
    static class Jobs {
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final List<String> notes = new CopyOnWriteArrayList<>();
        @Inject Journal journal;

        @Background(schedule = 60, queue = "annotated", maxAttempts = 2)
        public void configured() {}

        @Background
        public void counted() throws InterruptedException {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(300);
            running.decrementAndGet();
        }

        int most() {
            return most.get();
        }

        @Background
        public void noted(String name) {
            notes.add(name);
        }

        List<String> notes() {
            return List.copyOf(notes);
        }

        @Background(queue = "narrow")
        public void ordered(String name) {
            journal.add(name);
        }
    }

    @Deployment
    static WebArchive war() {
        String key = Jobs.class.getName() + "/configured/Background/";
        return Wars.war(
                ConfigurationOverridesTheAnnotationIT.class,
                "background-tasks.database-schema=jobs",
                "background-tasks.poll-interval=PT0.5S",
                "background-tasks.queue.wide.concurrency=12",
                "background-tasks.queue.narrow.concurrency=1",
                "background-tasks.queue.slim.concurrency=1",
                Jobs.class.getName() + "/counted/Background/queue=wide",
                key + "schedule=120",
                key + "name=renamed",
                key + "maxAttempts=7");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;
    @Inject Rows rows;
    @Inject UserTransaction transaction;

    @Test
    void members_of_one_method() {
        TaskInfo task = scheduler.find(scheduler.enqueue(() -> jobs.configured())).orElseThrow();

        assertThat(task.name()).isEqualTo("renamed");
        assertThat(task.queue()).isEqualTo("annotated");
        assertThat(task.maxAttempts()).isEqualTo(7);
        assertThat(Duration.between(task.createdAt(), task.runAt()))
                .isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void the_call_comes_last() {
        TaskId id =
                scheduler
                        .in(Duration.ofSeconds(5))
                        .queue("called")
                        .enqueue(() -> jobs.configured());

        TaskInfo task = scheduler.find(id).orElseThrow();
        assertThat(task.queue()).isEqualTo("called");
        assertThat(Duration.between(task.createdAt(), task.runAt()))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void the_tables_are_in_the_configured_schema() {
        TaskId id = scheduler.in(Duration.ofDays(1)).enqueue(() -> jobs.configured());

        assertThat(
                        rows.texts(
                                "select state from jobs.background_task where id = cast(? as uuid)",
                                id.toString()))
                .containsExactly("SCHEDULED");
    }

    @Test
    void a_queue_runs_as_many_tasks_at_once_as_it_may() {
        var ids =
                scheduler.enqueueAll(
                        () -> {
                            for (int i = 0; i < 40; i++) {
                                jobs.counted();
                            }
                        });

        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                ids.stream()
                                        .allMatch(
                                                id ->
                                                        scheduler.find(id).orElseThrow().state()
                                                                == TaskState.SUCCEEDED));
        assertThat(jobs.most()).isEqualTo(12);
    }

    @Test
    void a_queue_takes_tasks_by_priority_then_by_time() throws Exception {
        // In one transaction, so that the worker, which takes one at a time, sees them together.
        transaction.begin();
        Instant past = Instant.now().minusSeconds(60);
        scheduler.at(past).priority(-1).enqueue(() -> jobs.ordered("last"));
        scheduler.at(past.plusSeconds(9)).enqueue(() -> jobs.ordered("third"));
        scheduler.at(past).enqueue(() -> jobs.ordered("second"));
        scheduler.priority(5).enqueue(() -> jobs.ordered("first"));
        transaction.commit();

        await().atMost(Duration.ofSeconds(20)).until(() -> journal.entries().size() >= 4);
        assertThat(journal.entries()).containsExactly("first", "second", "third", "last");
    }

    @Test
    void calls_of_one_lambda_keep_their_order() {
        scheduler
                .queue("slim")
                .enqueueAll(() -> List.of("a", "b", "c", "d").forEach(name -> jobs.noted(name)));

        await().atMost(Duration.ofSeconds(20)).until(() -> jobs.notes().size() == 4);
        assertThat(jobs.notes()).containsExactly("a", "b", "c", "d");
    }
}
