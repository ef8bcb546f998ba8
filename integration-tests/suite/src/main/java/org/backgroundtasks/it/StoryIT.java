package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

/** The lines of the story with which the README begins. */
@ExtendWith(ArquillianExtension.class)
class StoryIT {

    @ApplicationScoped
    static class Notifications {
        @Inject Journal journal;

        @Background(schedule = 60)
        public void notifyUser(long userId) {
            journal.add(userId);
        }

        @Background
        void soon(long userId) {
            journal.add(userId);
        }
    }

    @Deployment
    static WebArchive war() {
        // So that only the wake after the commit, and the timer of what is due soon, can be what
        // runs them.
        return Wars.war(StoryIT.class, "background-tasks.poll-interval=PT1H");
    }

    @Inject Notifications notifications;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;
    @Inject Rows rows;

    @Test
    void a_plain_call_uses_the_schedule_of_the_annotation() {
        notifications.notifyUser(101);

        TaskInfo task = scheduler.find(rows.idByArguments("[101]")).orElseThrow();
        assertThat(task.name()).isEqualTo(Notifications.class.getName() + ".notifyUser");
        assertThat(task.createdBy()).isNull();
        assertIsDueAfter(task, Duration.ofSeconds(60));
    }

    @Test
    void a_call_in_90_seconds() {
        TaskId id =
                scheduler.in(Duration.ofSeconds(90)).enqueue(() -> notifications.notifyUser(102));

        assertIsDueAfter(scheduler.find(id).orElseThrow(), Duration.ofSeconds(90));
    }

    @Test
    void a_call_in_twenty_minutes() {
        TaskId id =
                scheduler.in(Duration.ofMinutes(20)).enqueue(() -> notifications.notifyUser(103));

        assertIsDueAfter(scheduler.find(id).orElseThrow(), Duration.ofMinutes(20));
    }

    @Test
    void a_call_at_a_specific_time() {
        Instant instant = Instant.now().plus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

        TaskId id = scheduler.at(instant).enqueue(() -> notifications.notifyUser(104));

        TaskInfo task = scheduler.find(id).orElseThrow();
        assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(task.runAt()).isEqualTo(instant);
    }

    @Test
    void a_call_that_runs_here_and_now() {
        scheduler.now(() -> notifications.notifyUser(105));

        assertThat(journal.count(105L)).isOne();
        assertThat(rows.countByArguments("[105]")).isZero();
    }

    @Test
    void a_task_without_a_schedule_is_picked_up_at_once() {
        TaskId id = scheduler.enqueue(() -> notifications.soon(106));

        await().atMost(Duration.ofSeconds(4))
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED);
        assertThat(journal.count(106L)).isOne();
    }

    @Test
    void a_task_with_a_short_delay_runs_when_it_is_due() {
        TaskId id = scheduler.in(Duration.ofMillis(1500)).enqueue(() -> notifications.soon(107));

        await().atMost(Duration.ofSeconds(4))
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED);
        TaskInfo task = scheduler.find(id).orElseThrow();
        assertThat(task.startedAt()).isAfterOrEqualTo(task.runAt());
    }

    private static void assertIsDueAfter(TaskInfo task, Duration delay) {
        assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(Duration.between(task.createdAt(), task.runAt())).isEqualTo(delay);
    }
}
