package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.Background;
import org.backgroundtasks.Occurrence;
import org.backgroundtasks.Occurrence.Outcome;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.ScheduleInfo;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskSchedules;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.Unique;
import org.backgroundtasks.event.ScheduleMissed;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks recur: as their methods declare, and as they are put at run time. */
@ExtendWith(ArquillianExtension.class)
public class RecurringTasksIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Schedule EACH_SECOND = Schedule.every(Duration.ofSeconds(1));

    @ApplicationScoped
    static class Jobs {
        @Inject TaskContext task;
        @Inject Journal journal;

        @Background
        @Recurring(every = "PT1S", key = "beat")
        public void beat() {
            journal.add(task.scheduledFor().orElseThrow());
        }

        @Background
        @Recurring(cron = "0 3 1 1 *", zone = "Europe/Berlin")
        public void yearly() {
            journal.add("yearly");
        }

        @Background
        @Recurring(cron = "0 4 * * *", key = "off")
        public void switchedOff() {}

        @Background
        @Unique(key = "one", period = 3_600)
        @Recurring(every = "PT1S", key = "unique", overlap = Overlap.ALLOW)
        public void unique() {
            journal.add("unique");
        }

        @Background
        public void report(int number) {
            journal.add("report " + number);
        }

        @Background
        public void slow() throws InterruptedException {
            Thread.sleep(1_500);
        }

        void missed(@Observes ScheduleMissed event) {
            journal.add(event.key() + " " + event.outcome());
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                RecurringTasksIT.class,
                "background-tasks.poll-interval=PT2S",
                "background-tasks.zone=America/New_York",
                Jobs.class.getName() + "/switchedOff/Recurring/cron=-");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject TaskSchedules schedules;
    @Inject Journal journal;
    @Inject UserTransaction transaction;

    private List<Occurrence> history(String key) {
        return schedules.history(key, 100);
    }

    private List<Outcome> outcomes(String key) {
        return history(key).stream().map(Occurrence::outcome).toList();
    }

    @Test
    void a_declared_schedule_stores_a_task_for_each_of_its_instants() {
        await().atMost(SOON).until(() -> outcomes("beat").size() >= 4);

        List<Occurrence> stored =
                history("beat").stream().filter(one -> one.taskId() != null).toList();
        assertThat(stored).hasSizeGreaterThanOrEqualTo(3);
        Occurrence first = stored.get(stored.size() - 1);
        TaskId id = Objects.requireNonNull(first.taskId());
        await().atMost(SOON)
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED);
        assertThat(journal.count(first.instant())).isOne();
        assertThat(scheduler.find(id).orElseThrow().runAt()).isEqualTo(first.instant());
    }

    @Test
    void what_is_declared_can_be_looked_at() {
        await().atMost(SOON).until(() -> schedules.find("beat").isPresent());

        String yearly = Jobs.class.getName() + ".yearly";
        ScheduleInfo info = schedules.find(yearly).orElseThrow();
        assertThat(info.name()).isEqualTo(yearly);
        assertThat(info.expression()).isEqualTo("0 3 1 1 *");
        assertThat(info.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(info.declared()).isTrue();
        assertThat(info.paused()).isFalse();
        assertThat(info.next()).isAfter(Instant.now().minusSeconds(60));
        assertThat(schedules.next(yearly, 3)).hasSize(3).startsWith(info.next()).isSorted();
        assertThat(schedules.list())
                .extracting(ScheduleInfo::key)
                .contains("beat", yearly)
                .doesNotContain("off");
    }

    @Test
    void no_task_is_stored_whose_key_is_taken() {
        await().atMost(SOON)
                .until(() -> Collections.frequency(outcomes("unique"), Outcome.OVERLAPPED) >= 2);

        assertThat(journal.count("unique")).isOne();
    }

    @Test
    void a_schedule_is_put_with_arguments_and_removed() {
        schedules.put("report-42", EACH_SECOND, () -> jobs.report(42));

        assertThat(schedules.find("report-42").orElseThrow().zone())
                .isEqualTo(ZoneId.of("America/New_York"));
        await().atMost(SOON).until(() -> journal.count("report 42") >= 2);
        assertThat(schedules.remove("report-42")).isTrue();
        assertThat(schedules.remove("report-42")).isFalse();
        assertThat(schedules.find("report-42")).isEmpty();
        assertThat(outcomes("report-42")).contains(Outcome.STORED);
    }

    @Test
    void it_is_stored_if_and_only_if_the_caller_commits() throws Exception {
        transaction.begin();
        schedules.put("never", EACH_SECOND, () -> jobs.report(1));
        assertThat(schedules.find("never")).isPresent();
        transaction.rollback();

        assertThat(schedules.find("never")).isEmpty();
    }

    @Test
    void what_is_refused_does_not_doom_the_callers_transaction() throws Exception {
        await().atMost(SOON).until(() -> schedules.find("beat").isPresent());
        transaction.begin();
        assertThatThrownBy(() -> schedules.runNow("unknown"))
                .hasMessageStartingWith("BGTASK000432");
        assertThatThrownBy(() -> schedules.next("unknown", 1))
                .hasMessageStartingWith("BGTASK000432");
        assertThatThrownBy(() -> schedules.remove("beat")).hasMessageStartingWith("BGTASK000433");
        assertThatThrownBy(
                        () ->
                                schedules.put(
                                        "past",
                                        EACH_SECOND.until(Instant.EPOCH),
                                        () -> jobs.report(1)))
                .hasMessageStartingWith("BGTASK000434");
        schedules.put("goes on", Schedule.cron("@yearly"), () -> jobs.report(3));
        transaction.commit();

        assertThat(schedules.find("goes on")).isPresent();
        assertThat(schedules.remove("goes on")).isTrue();
    }

    @Test
    void a_pause_ends_with_its_resumption() {
        schedules.put("paused", EACH_SECOND, () -> jobs.report(2));
        assertThat(schedules.pause("paused")).isTrue();
        await().atMost(SOON).until(() -> outcomes("paused").contains(Outcome.PAUSED));
        assertThat(schedules.find("paused").orElseThrow().paused()).isTrue();
        assertThat(schedules.resume("paused")).isTrue();

        await().atMost(SOON).until(() -> outcomes("paused").get(0) == Outcome.STORED);
        schedules.remove("paused");
        assertThat(schedules.pause("paused")).isFalse();
    }

    @Test
    void a_task_of_it_runs_now() {
        String yearly = Jobs.class.getName() + ".yearly";
        await().atMost(SOON).until(() -> schedules.find(yearly).isPresent());

        TaskId id = schedules.runNow(yearly);

        await().atMost(SOON)
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED);
        assertThat(journal.count("yearly")).isOne();
        assertThat(history(yearly)).isEmpty();
    }

    @Test
    void what_overlaps_is_skipped_and_told_of() {
        schedules.put("slow", EACH_SECOND, () -> jobs.slow());

        await().atMost(SOON).until(() -> journal.count("slow OVERLAPPED") >= 2);
        schedules.remove("slow");
        assertThat(outcomes("slow")).contains(Outcome.STORED, Outcome.OVERLAPPED);
    }

    @Test
    void or_waits() {
        schedules.put("waiting", EACH_SECOND.overlap(Overlap.WAIT), () -> jobs.slow());

        await().atMost(SOON)
                .until(
                        () ->
                                outcomes("waiting").stream().filter(Outcome.STORED::equals).count()
                                        >= 3);
        schedules.remove("waiting");
        assertThat(outcomes("waiting")).doesNotContain(Outcome.OVERLAPPED);
    }

    @Test
    void wrong_use_is_refused() {
        assertThatThrownBy(() -> schedules.runNow("unknown"))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000432");
        assertThatThrownBy(() -> schedules.put("", EACH_SECOND, () -> jobs.report(1)))
                .hasMessageStartingWith("BGTASK000431");
        assertThatThrownBy(() -> schedules.put("none", EACH_SECOND, () -> {}))
                .hasMessageStartingWith("BGTASK000400");
        assertThatThrownBy(
                        () ->
                                schedules.put(
                                        "past",
                                        EACH_SECOND.until(Instant.EPOCH),
                                        () -> jobs.report(1)))
                .hasMessageStartingWith("BGTASK000434");
        await().atMost(SOON).until(() -> schedules.find("beat").isPresent());
        assertThatThrownBy(() -> schedules.put("beat", EACH_SECOND, () -> jobs.report(1)))
                .hasMessageStartingWith("BGTASK000433");
        assertThatThrownBy(() -> schedules.remove("beat")).hasMessageStartingWith("BGTASK000433");
        assertThatThrownBy(() -> schedules.history("beat", 0))
                .hasMessageStartingWith("BGTASK000435");
        assertThatThrownBy(() -> Schedule.cron("0 0 30 2 *"))
                .hasMessageStartingWith("BGTASK000700");
    }
}
