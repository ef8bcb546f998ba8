package org.backgroundtasks.internal.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.worker.LaneTasks.definition;
import static org.backgroundtasks.internal.worker.LaneTasks.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.queue.Budget;
import org.backgroundtasks.internal.worker.queue.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread of a lane on a server that is about to stop. */
class CarrierTest {

    private final Lane lane = new Lane("queue", 1, new Budget(1));
    private final List<RunningTask> returned = new ArrayList<>();

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_thread_that_may_not_begin_gives_all_back_and_ends_though_nothing_can_be_given_back() {
        List<RunningTask> tasks = tasks(definition("one", 1), 3);
        assertThat(lane.add(tasks)).isOne();

        new Carrier(lane, this::refuse, null, new Unreturnable()).run();

        assertThat(returned).containsSubsequence(tasks);
        assertThat(lane.start()).isOne();
    }

    private void refuse(Runnable work) {
        throw new RejectedExecutionException("about to stop");
    }

    /** As while the database is away. */
    private final class Unreturnable implements Carrier.Threads {

        @Override
        public void giveBack(List<RunningTask> tasks) {
            returned.addAll(tasks);
            lane.putBack(tasks);
        }

        @Override
        public void handOn() {}
    }
}
