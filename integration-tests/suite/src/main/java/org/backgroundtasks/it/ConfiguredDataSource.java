package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Tasks on the data source that is configured, and not on the server's default. */
public abstract class ConfiguredDataSource {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Inject ConfiguredDataSourceJobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;

    static WebArchive war(Class<?> test, String dataSource) {
        return Wars.war(
                        test,
                        "background-tasks.datasource=" + dataSource,
                        "background-tasks.backoff=PT0.1S")
                .addClasses(ConfiguredDataSource.class, ConfiguredDataSourceJobs.class);
    }

    @Test
    void a_task_is_stored_and_run_there() {
        TaskId id = scheduler.enqueue(() -> jobs.run("there"));

        awaitSuccess(id);
        assertThat(journal.entries()).contains("there [RUNNING]");
    }

    @Test
    void a_rolled_back_call_stores_nothing_there() throws Exception {
        assertThatThrownBy(() -> jobs.callAndFail("rolled back"))
                .isInstanceOf(IllegalStateException.class);

        assertThat(jobs.states("rolled back")).isEmpty();
    }

    @Test
    void a_failed_attempt_is_kept_and_made_again() {
        TaskId id = scheduler.enqueue(() -> jobs.failOnce("fails once"));

        awaitSuccess(id);
        assertThat(scheduler.failures(id)).hasSize(1);
        assertThat(scheduler.failures(id).get(0).error()).contains("the first attempt fails");
    }

    @Test
    void many_run_once_each() {
        List<TaskId> ids =
                scheduler.enqueueAll(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                jobs.note("many");
                            }
                        });

        await().atMost(LONGEST).until(() -> ids.stream().allMatch(this::hasSucceeded));
        assertThat(journal.count("many")).isEqualTo(100);
    }

    private void awaitSuccess(TaskId id) {
        await().atMost(LONGEST).until(() -> hasSucceeded(id));
    }

    private boolean hasSucceeded(TaskId id) {
        return scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED;
    }
}
