package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** What callers ask of tasks that are stored. */
class CancellingAndRetryingTest extends StoreContract {

    @Test
    void a_waiting_task_is_cancelled_at_once() {
        NewTask task = stored();

        assertThat(Jta.rolledBack(() -> tasks.cancel(task.id()))).isTrue();
        assertThat(info(task).state()).isEqualTo(TaskState.READY);

        assertThat(Jta.committed(() -> tasks.cancel(task.id()))).isTrue();
        assertThat(info(task).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(info(task).finishedAt()).isNotNull();
        assertThat(claim(1)).isEmpty();
        assertThat(Jta.committed(() -> tasks.cancel(task.id()))).isFalse();
        assertThat(Jta.committed(() -> tasks.cancel(TaskIds.next()))).isFalse();
    }

    @Test
    void a_running_task_that_was_cancelled_is_not_attempted_again() {
        for (Outcome outcome : outcomes()) {
            NewTask task = stored();
            Lease lease = claim(1).get(0).lease();

            assertThat(Jta.committed(() -> tasks.cancel(task.id()))).isTrue();
            assertThat(info(task).state()).isEqualTo(TaskState.RUNNING);
            TaskState settled = settle(lease, outcome).orElseThrow();

            TaskState expected =
                    outcome instanceof Outcome.Succeeded
                            ? TaskState.SUCCEEDED
                            : TaskState.CANCELLED;
            assertThat(settled).as(outcome.toString()).isEqualTo(expected);
            assertThat(info(task).state()).as(outcome.toString()).isEqualTo(expected);
            assertThat(info(task).finishedAt()).isNotNull();
        }
    }

    @Test
    void a_cancelled_task_that_loses_its_worker_is_cancelled() {
        NewTask task = stored();
        claimAndLose(1);
        Jta.committed(() -> tasks.cancel(task.id()));

        reclaim(10, 3);

        assertThat(info(task).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void a_retry_brings_back_what_failed_or_was_cancelled() {
        NewTask failed = stored();
        settle(claim(1).get(0).lease(), new Outcome.Failed("boom"));
        NewTask cancelled = stored();
        Jta.committed(() -> tasks.cancel(cancelled.id()));
        NewTask waiting = scheduledAndStored();

        for (NewTask task : List.of(failed, cancelled)) {
            assertThat(Jta.committed(() -> tasks.retry(task.id()))).isTrue();
            assertThat(info(task).state()).isEqualTo(TaskState.READY);
            assertThat(info(task).attempts()).isZero();
            assertThat(info(task).finishedAt()).isNull();
        }
        assertThat(Jta.committed(() -> tasks.retry(waiting.id()))).isFalse();
        assertThat(claim(10)).extracting(ClaimedTask::attempt).containsExactly(1, 1);
    }
}
