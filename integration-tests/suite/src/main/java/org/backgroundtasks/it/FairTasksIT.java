package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.Background;
import org.backgroundtasks.Fair;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tenants take turns. */
@ExtendWith(ArquillianExtension.class)
public class FairTasksIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> BEGUN = new CopyOnWriteArrayList<>();

    @ApplicationScoped
    static class Jobs {

        @Background(queue = "reports")
        @Fair(by = "{0}")
        public void report(String tenant) throws InterruptedException {
            BEGUN.add(tenant);
            Thread.sleep(10);
        }

        @Background(queue = "weighted")
        public void weighted(String group) throws InterruptedException {
            BEGUN.add(group);
            Thread.sleep(10);
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                FairTasksIT.class,
                "background-tasks.queue.reports.concurrency=2",
                "background-tasks.queue.weighted.concurrency=2",
                "background-tasks.queue.weighted.weight.heavy=3");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;

    private void awaitAll(List<TaskId> tasks) {
        Successes.awaitAll(scheduler, tasks, SOON);
    }

    @Test
    void a_tenant_with_many_tasks_does_not_hold_up_one_with_few() {
        scheduler.enqueueAll(
                () -> {
                    for (int i = 0; i < 500; i++) {
                        jobs.report("large");
                    }
                });
        await().atMost(SOON).until(() -> BEGUN.contains("large"));
        int before = BEGUN.size();

        TaskId late = scheduler.enqueue(() -> jobs.report("small"));

        awaitAll(List.of(late));
        assertThat(BEGUN.indexOf("small") - before).isLessThan(100);
        assertThat(scheduler.find(late).orElseThrow().group()).isEqualTo("small");
    }

    @Test
    void callers_may_say_the_group_and_the_configuration_its_weight() {
        List<TaskId> light = scheduler.group("light").enqueueAll(() -> call("light"));
        List<TaskId> heavy = scheduler.group("heavy").enqueueAll(() -> call("heavy"));

        awaitAll(heavy);
        awaitAll(light);

        List<String> weighted =
                BEGUN.stream().filter(one -> one.equals("light") || one.equals("heavy")).toList();
        int last = weighted.lastIndexOf("heavy");
        // Those that began before the others were stored are not counted.
        int first = weighted.indexOf("heavy");
        long lightMeanwhile =
                weighted.subList(first, last).stream().filter("light"::equals).count();
        assertThat(lightMeanwhile).isBetween(15L, 60L);
        assertThat(scheduler.find(light.get(0)).orElseThrow().group()).isEqualTo("light");
    }

    private void call(String group) throws InterruptedException {
        for (int i = 0; i < 90; i++) {
            jobs.weighted(group);
        }
    }

    @Test
    void what_is_no_group_is_refused() {
        for (String wrong : new String[] {"", " ", "a\nb", "x".repeat(101), null}) {
            assertThatThrownBy(() -> scheduler.group(wrong))
                    .isInstanceOf(TaskCallException.class)
                    .hasMessageStartingWith("BGTASK");
        }
    }
}
