package org.backgroundtasks.internal.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.worker.ClaimedTasks.definition;
import static org.backgroundtasks.internal.worker.ClaimedTasks.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.queue.ThreadBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread of an executor on a server that is about to stop. */
class PoolWorkerTest {

    private final QueueExecutor executor =
            new QueueExecutor("queue", 1, new ThreadBudget(1), Ticker.SYSTEM);
    private final List<RunningTask> returned = new ArrayList<>();

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_thread_that_may_not_begin_gives_all_back_and_ends_though_nothing_can_be_given_back() {
        List<RunningTask> tasks = tasks(definition("one", 1), 3);
        assertThat(executor.add(tasks)).isOne();

        new PoolWorker(executor, this::refuse, null, new Unreturnable(), Ticker.SYSTEM).run();

        assertThat(returned).containsSubsequence(tasks);
        assertThat(executor.start()).isOne();
    }

    private void refuse(Runnable work) {
        throw new RejectedExecutionException("about to stop");
    }

    /** As while the database is away. */
    private final class Unreturnable implements PoolWorker.Threads {

        @Override
        public void giveBack(List<RunningTask> tasks) {
            returned.addAll(tasks);
            executor.putBack(tasks);
        }

        @Override
        public void handOn() {}
    }
}
