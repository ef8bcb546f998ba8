package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskRequest;
import org.backgroundtasks.TaskScheduler;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a lambda that is handed to the scheduler may do, and what happens when it does something
 * else.
 */
@ExtendWith(ArquillianExtension.class)
class EnqueueTakesOneCallIT {

    @ApplicationScoped
    static class Jobs {
        @Inject Journal journal;

        @Background(schedule = 86_400, queue = "annotated", priority = 3)
        public void job(String name) throws IOException {
            journal.add(name);
            if (name.equals("bad")) {
                throw new IOException(name);
            }
        }

        public void ordinary(String name) throws IOException {
            journal.add(name);
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(EnqueueTakesOneCallIT.class);
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject TaskContext context;
    @Inject Journal journal;
    @Inject Rows rows;

    @Test
    void no_call_is_an_error() {
        assertThatThrownBy(() -> scheduler.enqueue(() -> {}))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000400");
        assertThatThrownBy(() -> scheduler.enqueue(() -> jobs.ordinary("plain")))
                .hasMessageStartingWith("BGTASK000400");
        assertThatThrownBy(() -> scheduler.now(() -> {})).hasMessageStartingWith("BGTASK000400");
    }

    @Test
    void two_calls_are_an_error_and_neither_is_stored() {
        assertThatThrownBy(
                        () ->
                                scheduler.enqueue(
                                        () -> {
                                            jobs.job("first");
                                            jobs.job("second");
                                        }))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000401");
        assertThatThrownBy(
                        () ->
                                scheduler.enqueue(
                                        () -> {
                                            jobs.job("first");
                                            try {
                                                jobs.job("second");
                                            } catch (RuntimeException e) {
                                                // Hidden, but not forgotten.
                                            }
                                        }))
                .hasMessageStartingWith("BGTASK000401");
        assertThat(stored("first")).isZero();
        assertThat(stored("second")).isZero();
    }

    @Test
    void a_lambda_that_throws_stores_nothing() {
        assertThatThrownBy(
                        () ->
                                scheduler.enqueue(
                                        () -> {
                                            jobs.job("unlucky");
                                            throw new IOException("after the call");
                                        }))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000402")
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(
                        () ->
                                scheduler.enqueueAll(
                                        () -> {
                                            jobs.job("unlucky");
                                            throw new IllegalStateException("mine");
                                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stored("unlucky")).isZero();
    }

    @Test
    void enqueue_all_takes_any_number() {
        List<TaskId> ids =
                scheduler
                        .in(Duration.ofDays(2))
                        .enqueueAll(
                                () -> {
                                    for (int i = 0; i < 50; i++) {
                                        jobs.job("many");
                                    }
                                });

        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
        assertThat(stored("many")).isEqualTo(50);
        assertThat(scheduler.enqueueAll(() -> {})).isEmpty();
    }

    @Test
    void the_call_overrides_the_annotation() {
        TaskRequest request = scheduler.in(Duration.ofDays(9)).queue("called").priority(-2);
        TaskId called = request.enqueue(() -> jobs.job("called"));
        TaskId declared = scheduler.enqueue(() -> jobs.job("declared"));

        assertThat(scheduler.find(called))
                .hasValueSatisfying(
                        task -> {
                            assertThat(task.queue()).isEqualTo("called");
                            assertThat(task.priority()).isEqualTo(-2);
                            assertThat(Duration.between(task.createdAt(), task.runAt()))
                                    .isEqualTo(Duration.ofDays(9));
                        });
        assertThat(scheduler.find(declared))
                .hasValueSatisfying(
                        task -> {
                            assertThat(task.queue()).isEqualTo("annotated");
                            assertThat(task.priority()).isEqualTo(3);
                            assertThat(Duration.between(task.createdAt(), task.runAt()))
                                    .isEqualTo(Duration.ofDays(1));
                            assertThat(task.maxAttempts()).isEqualTo(25);
                        });
    }

    @Test
    void now_throws_what_the_body_throws() {
        assertThatThrownBy(() -> scheduler.now(() -> jobs.job("bad")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () ->
                                scheduler.now(
                                        () -> {
                                            jobs.job("one");
                                            jobs.job("two");
                                        }))
                .hasMessageStartingWith("BGTASK000401");
        assertThat(journal.count("one")).isOne();
        assertThat(journal.count("two")).isZero();
    }

    @Test
    void impossible_requests_are_refused() {
        assertThatThrownBy(() -> scheduler.in(Duration.ofNanos(-1)))
                .hasMessageStartingWith("BGTASK000403");
        assertThatThrownBy(() -> scheduler.at(Instant.MAX)).hasMessageStartingWith("BGTASK000404");
        assertThatThrownBy(
                        () ->
                                scheduler
                                        .in(Duration.ofSeconds(Long.MAX_VALUE))
                                        .enqueue(() -> jobs.job("never")))
                .hasMessageStartingWith("BGTASK000404");
        for (String queue : List.of("", " ", "a,b", "x".repeat(101), "a\u0000")) {
            assertThatThrownBy(() -> scheduler.queue(queue)).hasMessageStartingWith("BGTASK000405");
        }
        assertThatThrownBy(() -> context.id()).hasMessageStartingWith("BGTASK000406");
    }

    @Test
    void after_an_error_plain_calls_work_as_before() throws IOException {
        assertThatThrownBy(() -> scheduler.enqueue(() -> {}));

        jobs.job("as before");

        assertThat(stored("as before")).isOne();
    }

    private int stored(String name) {
        return rows.countByArguments("[\"" + name + "\"]");
    }
}
