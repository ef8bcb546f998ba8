package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.Background;
import org.backgroundtasks.DuplicateTaskException;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.Unique;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of calls with one key, one task stands. */
@ExtendWith(ArquillianExtension.class)
public class UniqueTasksIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);

    @ApplicationScoped
    static class Jobs {
        @Inject Journal journal;

        @Background
        @Unique(key = "{0}")
        public void kept(String key, String text) {
            journal.add("kept " + text);
        }

        @Background
        @Unique(key = "{0}", onConflict = OnConflict.FAIL)
        public void refused(String key) {}

        @Background
        @Unique(key = "{0}", onConflict = OnConflict.REPLACE)
        public void replaced(String key, String text) throws InterruptedException {
            journal.add("begin " + key + " " + text);
            while (text.equals("first") && journal.count("go " + key) == 0) {
                Thread.sleep(20);
            }
            journal.add("end " + key + " " + text);
        }

        @Background
        public void plain(String text) {
            journal.add("plain " + text);
        }

        @Background(maxAttempts = 1)
        @Unique(key = "{0}")
        public void failing(String key) {
            throw new IllegalStateException("as it should");
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(UniqueTasksIT.class, "background-tasks.poll-interval=PT15S");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;
    @Inject UserTransaction transaction;

    private TaskInfo info(TaskId id) {
        return scheduler.find(id).orElseThrow();
    }

    @Test
    void a_second_call_gets_the_task_that_stands() {
        TaskId first = scheduler.in(HOUR).enqueue(() -> jobs.kept("a", "one"));
        TaskId second = scheduler.enqueue(() -> jobs.kept("a", "two"));
        jobs.kept("a", "three");

        assertThat(second).isEqualTo(first);
        assertThat(info(first).key()).isEqualTo("a");
        assertThat(scheduler.tryEnqueue(() -> jobs.kept("a", "four"))).isEmpty();
        Optional<TaskId> other = scheduler.tryEnqueue(() -> jobs.kept("b", "other"));
        assertThat(other).isPresent();
        await().atMost(SOON).until(() -> journal.count("kept other") == 1);
        assertThat(journal.count("kept two")).isZero();
        assertThat(scheduler.cancel(first)).isTrue();
        assertThat(scheduler.tryEnqueue(() -> jobs.kept("a", "five"))).isPresent();
        await().atMost(SOON).until(() -> journal.count("kept five") == 1);
    }

    @Test
    void a_refused_call_does_not_doom_the_callers_transaction() throws Exception {
        TaskId first = scheduler.in(HOUR).enqueue(() -> jobs.refused("r"));

        transaction.begin();
        assertThatThrownBy(() -> jobs.refused("r"))
                .isInstanceOfSatisfying(
                        DuplicateTaskException.class,
                        refusal -> assertThat(refusal.taskId()).isEqualTo(first))
                .hasMessageStartingWith("BGTASK000436");
        assertThatThrownBy(
                        () ->
                                scheduler.enqueueAll(
                                        () -> {
                                            jobs.kept("never", "never");
                                            jobs.refused("r");
                                        }))
                .isInstanceOf(DuplicateTaskException.class);
        assertThat(scheduler.tryEnqueue(() -> jobs.refused("r"))).isEmpty();
        TaskId after = scheduler.enqueue(() -> jobs.plain("goes on"));
        transaction.commit();

        await().atMost(SOON).until(() -> info(after).state() == TaskState.SUCCEEDED);
        assertThat(scheduler.tryEnqueue(() -> jobs.kept("never", "x"))).isPresent();
    }

    @Test
    void a_key_is_not_taken_by_a_caller_who_rolls_back() throws Exception {
        transaction.begin();
        jobs.refused("rolled back");
        transaction.rollback();

        assertThat(scheduler.tryEnqueue(() -> jobs.refused("rolled back"))).isPresent();
    }

    @Test
    void one_task_follows_the_one_that_runs() {
        TaskId first = scheduler.enqueue(() -> jobs.replaced("f", "first"));
        await().atMost(SOON).until(() -> journal.count("begin f first") == 1);

        TaskId follower = scheduler.enqueue(() -> jobs.replaced("f", "second"));
        TaskId again = scheduler.enqueue(() -> jobs.replaced("f", "third"));

        assertThat(follower).isNotEqualTo(first).isEqualTo(again);
        assertThat(info(follower).state()).isEqualTo(TaskState.BLOCKED);
        journal.add("go f");
        await().atMost(SOON).until(() -> info(follower).state() == TaskState.SUCCEEDED);
        assertThat(journal.count("begin f second")).isZero();
        assertThat(journal.count("end f third")).isOne();
    }

    @Test
    void a_follower_does_not_wait_for_a_poll() {
        scheduler.enqueue(() -> jobs.replaced("p", "first"));
        await().atMost(SOON).until(() -> journal.count("begin p first") == 1);
        TaskId follower = scheduler.enqueue(() -> jobs.replaced("p", "second"));
        await().during(Duration.ofMillis(300)).until(() -> journal.count("begin p second") == 0);

        journal.add("go p");

        await().atMost(Duration.ofSeconds(5))
                .until(() -> info(follower).state() == TaskState.SUCCEEDED);
    }

    @Test
    void a_request_says_a_key_and_a_debounce() {
        TaskId first = scheduler.unique("k").in(HOUR).enqueue(() -> jobs.plain("never"));
        assertThat(scheduler.unique("k").enqueue(() -> jobs.plain("never"))).isEqualTo(first);
        assertThat(
                        scheduler
                                .unique("k")
                                .onConflict(OnConflict.REPLACE)
                                .enqueue(() -> jobs.plain("replaced")))
                .isEqualTo(first);
        await().atMost(SOON).until(() -> journal.count("plain replaced") == 1);

        for (int i = 0; i < 5; i++) {
            int number = i;
            scheduler
                    .unique("d")
                    .debounce(Duration.ofMillis(700), Duration.ofSeconds(20))
                    .enqueue(() -> jobs.plain("debounced " + number));
        }
        await().atMost(SOON).until(() -> journal.count("plain debounced 4") == 1);
        assertThat(journal.count("plain debounced 0")).isZero();
        assertThat(journal.count("plain never")).isZero();
    }

    @Test
    void many_keys_are_taken_in_one_call() {
        TaskId standing = scheduler.in(HOUR).enqueue(() -> jobs.kept("many 1", "x"));

        List<TaskId> ids =
                scheduler
                        .in(HOUR)
                        .enqueueAll(
                                () -> {
                                    for (int i = 0; i < 3; i++) {
                                        jobs.kept("many " + i, "x");
                                        jobs.kept("many " + i, "y");
                                    }
                                });

        assertThat(ids).hasSize(6);
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(ids.subList(2, 4)).containsOnly(standing);
        assertThat(ids.get(4)).isEqualTo(ids.get(5));
        ids.forEach(scheduler::cancel);
    }

    @Test
    void a_task_is_not_brought_back_while_another_has_its_key() {
        TaskId first = scheduler.enqueue(() -> jobs.failing("x"));
        await().atMost(SOON).until(() -> info(first).state() == TaskState.FAILED);
        TaskId second = scheduler.in(HOUR).enqueue(() -> jobs.failing("x"));

        assertThatThrownBy(() -> scheduler.retry(first))
                .isInstanceOfSatisfying(
                        DuplicateTaskException.class,
                        refusal -> assertThat(refusal.taskId()).isEqualTo(second))
                .hasMessageStartingWith("BGTASK000437");
        assertThat(info(first).state()).isEqualTo(TaskState.FAILED);
        assertThat(scheduler.cancel(second)).isTrue();
        assertThat(scheduler.retry(first)).isTrue();
    }

    @Test
    void what_is_no_key_is_refused() {
        assertThatThrownBy(() -> scheduler.unique(" "))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000438");
        assertThatThrownBy(() -> scheduler.debounce(Duration.ZERO, HOUR))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000440");
        String longest = "x".repeat(2_000);
        TaskId hashed = scheduler.unique(longest).in(HOUR).enqueue(() -> jobs.plain("x"));
        assertThat(info(hashed).key()).startsWith("sha256:");
        assertThat(scheduler.cancel(hashed)).isTrue();
    }
}
