package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskCancelled;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.event.TaskFailed;
import org.backgroundtasks.event.TaskScheduled;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.event.TaskSucceeded;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events, in the transactions that cause them. */
@ExtendWith(ArquillianExtension.class)
public class ObserversAreToldIT {

    @ApplicationScoped
    static class Jobs {
        @Inject Effects effects;
        @Inject TaskContext task;

        @Background(name = "quiet")
        public void quiet(String name) {
            effects.add(name);
        }

        @Background(name = "failing", maxAttempts = 2)
        public void failing(String name) {
            throw new IllegalStateException(name);
        }

        @Background(name = "noisy", maxAttempts = 1)
        public void noisy(String name) {
            effects.add(name);
        }

        @Background(name = "spoiled", maxAttempts = 1)
        public void spoiled(String name) {
            effects.add(name);
        }
    }

    @ApplicationScoped
    static class Audience {
        final Map<TaskId, Journal> seen = new ConcurrentHashMap<>();

        @Inject Effects effects;
        @Inject Spoiler spoiler;

        void see(TaskEvent event, String how) {
            seen.computeIfAbsent(event.id(), id -> new Journal())
                    .add(event.getClass().getSimpleName() + how);
        }

        List<Object> seen(TaskId id) {
            return seen.computeIfAbsent(id, unseen -> new Journal()).entries();
        }

        void any(@Observes TaskEvent event) {
            see(event, "");
        }

        void stored(@Observes(during = TransactionPhase.AFTER_SUCCESS) TaskScheduled event) {
            see(event, " committed");
        }

        void failed(@Observes(during = TransactionPhase.AFTER_SUCCESS) TaskFailed event) {
            see(event, " committed");
        }

        void succeeded(@Observes(during = TransactionPhase.AFTER_SUCCESS) TaskSucceeded event) {
            see(event, " committed");
        }

        void writes(@Observes TaskScheduled event) {
            effects.add("heard " + event.id());
        }

        void throwsAlways(@Observes TaskStarted event) {
            if (event.name().equals("noisy")) {
                throw new IllegalStateException("noise at the start");
            }
        }

        void throwsToo(@Observes TaskSucceeded event) {
            if (event.name().equals("noisy")) {
                throw new IllegalStateException("noise at the end");
            }
            if (event.name().equals("spoiled")) {
                spoiler.spoil();
            }
        }
    }

    @ApplicationScoped
    static class Spoiler {
        @Transactional
        public void spoil() {
            throw new IllegalStateException("dooms the transaction that it takes part in");
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                        ObserversAreToldIT.class,
                        "background-tasks.poll-interval=PT0.2S",
                        "background-tasks.backoff=PT0.1S")
                .addClasses(Effects.class);
    }

    @Inject Jobs jobs;
    @Inject Audience audience;
    @Inject Effects effects;
    @Inject TaskScheduler scheduler;
    @Inject UserTransaction transaction;

    @Test
    void a_success_is_told_from_the_call_to_the_commit() {
        TaskId id = scheduler.enqueue(() -> jobs.quiet("told"));

        awaitSeen(
                id,
                "TaskScheduled",
                "TaskScheduled committed",
                "TaskStarted",
                "TaskSucceeded",
                "TaskSucceeded committed");
    }

    @Test
    void a_failure_is_told_attempt_by_attempt() {
        TaskId id = scheduler.enqueue(() -> jobs.failing("told"));

        awaitSeen(
                id,
                "TaskScheduled",
                "TaskScheduled committed",
                "TaskStarted",
                "TaskRetrying",
                "TaskStarted",
                "TaskFailed",
                "TaskFailed committed");
        assertThat(scheduler.failures(id)).hasSize(2);
    }

    @Test
    void what_an_observer_writes_commits_with_the_call_or_not_at_all() throws Exception {
        transaction.begin();
        TaskId rolledBack = scheduler.enqueue(() -> jobs.quiet("never"));
        assertThat(effects.count("heard " + rolledBack)).isOne();
        transaction.rollback();
        TaskId committed = scheduler.in(Duration.ofDays(1)).enqueue(() -> jobs.quiet("later"));

        assertThat(effects.count("heard " + rolledBack)).isZero();
        assertThat(audience.seen(rolledBack)).containsExactly("TaskScheduled");
        assertThat(effects.count("heard " + committed)).isOne();
        assertThat(audience.seen(committed))
                .containsExactly("TaskScheduled", "TaskScheduled committed");
    }

    @Test
    void a_cancellation_and_a_retry_are_told() {
        TaskId id = scheduler.in(Duration.ofDays(1)).enqueue(() -> jobs.quiet("cancelled"));

        scheduler.cancel(id);
        assertThat(audience.seen(id)).last().isEqualTo(TaskCancelled.class.getSimpleName());
        scheduler.retry(id);

        awaitSeen(
                id,
                "TaskScheduled",
                "TaskScheduled committed",
                "TaskCancelled",
                "TaskScheduled",
                "TaskScheduled committed",
                "TaskStarted",
                "TaskSucceeded",
                "TaskSucceeded committed");
    }

    @Test
    void an_observers_exception_changes_nothing() {
        TaskId id = scheduler.enqueue(() -> jobs.noisy("noisy"));

        awaitSucceeded(id);
        assertThat(effects.count("noisy")).isOne();
        assertThat(scheduler.failures(id)).isEmpty();
    }

    @Test
    void an_observer_that_dooms_the_transaction_is_left_out() {
        TaskId id = scheduler.enqueue(() -> jobs.spoiled("spoiled"));

        awaitSucceeded(id);
        assertThat(effects.count("spoiled")).isOne();
        assertThat(scheduler.failures(id)).isEmpty();
        assertThat(audience.seen(id)).doesNotContain("TaskSucceeded committed");
    }

    private void awaitSucceeded(TaskId id) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED);
    }

    /** In this order, but for what follows a commit: that runs beside what the worker does next. */
    private void awaitSeen(TaskId id, String... events) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(audience.seen(id))
                                    .containsExactlyInAnyOrder((Object[]) events);
                            assertThat(audience.seen(id))
                                    .filteredOn(event -> !isAfterCommit(event))
                                    .containsExactly(
                                            Stream.of(events)
                                                    .filter(event -> !isAfterCommit(event))
                                                    .toArray());
                        });
    }

    private static boolean isAfterCommit(Object event) {
        return event.toString().endsWith(" committed");
    }
}
