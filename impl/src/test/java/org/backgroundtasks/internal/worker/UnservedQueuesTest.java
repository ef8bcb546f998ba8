package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.worker.node.Worker;
import org.junit.jupiter.api.Test;

/** Tasks in queues that this node does not serve. */
class UnservedQueuesTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofMillis(300);

    @Test
    void due_tasks_that_no_node_runs_are_counted() {
        overdue(insert("nobodys"));

        Worker worker = start(settings(SOON, LEASE, LEASE, Set.of("served")));

        await().until(() -> worker.status().unserved() == 1);
        sql("delete from background_task");
        await().until(() -> worker.status().unserved() == 0);
    }

    @Test
    void what_another_node_is_busy_with_is_not() {
        overdue(insert("others"));
        TaskId running = insert("others");
        sql(
                "update background_task set state = 'RUNNING', node = 'other', lease_until = current_timestamp + interval '1' hour"
                        + " where id = '%s'".formatted(running));

        Worker worker = start(settings(SOON, LEASE, LEASE, Set.of("served")));

        await().during(LEASE.multipliedBy(6))
                .atMost(Duration.ofSeconds(10))
                .until(() -> worker.status().unserved() == 0);
        assertThat(worker.status().unresolved()).isZero();
    }

    private void overdue(TaskId task) {
        sql(
                "update background_task set run_at = run_at - interval '1' hour where id = '%s'"
                        .formatted(task));
    }
}
