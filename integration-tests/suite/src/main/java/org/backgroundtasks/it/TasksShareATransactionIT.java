package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code @Background(batch)}: tasks of a method share a transaction, and pay for no neighbour. */
@ExtendWith(ArquillianExtension.class)
class TasksShareATransactionIT {

    private static final int COUNT = 200;
    private static final Set<TaskState> ENDED = EnumSet.of(TaskState.SUCCEEDED, TaskState.FAILED);

    @ApplicationScoped
    static class Ledger {
        @Inject Effects effects;
        @Inject Journal journal;
        @Inject TaskContext task;

        @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
        TransactionSynchronizationRegistry registry;

        @Background(batch = 50)
        public void book(String name) {
            effects.add(name);
            journal.add(registry.getTransactionKey());
        }

        @Background(batch = 50, maxAttempts = 1)
        public void bookUnlessBad(String name) {
            effects.add(name);
            journal.add(task.id());
            if (name.equals("bad")) {
                throw new IllegalStateException("bad");
            }
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(TasksShareATransactionIT.class, "background-tasks.poll-interval=PT0.5S")
                .addClass(Effects.class);
    }

    @Inject Ledger ledger;
    @Inject Effects effects;
    @Inject Journal journal;
    @Inject TaskScheduler scheduler;

    @Test
    void tasks_of_a_method_share_transactions() {
        List<TaskId> tasks =
                scheduler.enqueueAll(
                        () -> IntStream.range(0, COUNT).forEach(i -> ledger.book("shared " + i)));

        awaitEnd(tasks);
        for (int i = 0; i < COUNT; i++) {
            assertThat(effects.count("shared " + i)).isOne();
        }
        assertThat(new HashSet<>(journal.entries())).hasSizeLessThan(COUNT / 2);
    }

    @Test
    void nobody_pays_for_a_neighbours_failure() {
        List<TaskId> tasks =
                scheduler.enqueueAll(
                        () -> {
                            IntStream.range(0, COUNT / 2)
                                    .forEach(i -> ledger.bookUnlessBad("before " + i));
                            ledger.bookUnlessBad("bad");
                            IntStream.range(0, COUNT / 2)
                                    .forEach(i -> ledger.bookUnlessBad("after " + i));
                        });

        TaskId bad = tasks.get(COUNT / 2);
        awaitEnd(tasks);
        assertThat(state(bad)).isEqualTo(TaskState.FAILED);
        assertThat(tasks)
                .filteredOn(task -> !task.equals(bad))
                .allSatisfy(task -> assertThat(state(task)).isEqualTo(TaskState.SUCCEEDED));
        for (int i = 0; i < COUNT / 2; i++) {
            assertThat(effects.count("before " + i)).isOne();
            assertThat(effects.count("after " + i)).isOne();
        }
        assertThat(effects.count("bad")).isZero();
    }

    private void awaitEnd(List<TaskId> tasks) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> tasks.stream().allMatch(task -> ENDED.contains(state(task))));
    }

    private TaskState state(TaskId task) {
        return scheduler.find(task).orElseThrow().state();
    }
}
