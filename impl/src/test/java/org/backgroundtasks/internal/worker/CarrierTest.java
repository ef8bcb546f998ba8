package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread of a lane on a server that is about to stop. */
class CarrierTest {

    private static final TaskDefinition ONE =
            new TaskDefinition(
                    new TaskOptions(
                            "one", Duration.ZERO, "queue", 0, 1, List.of(), Duration.ZERO, 1),
                    List.of(),
                    true);

    private final Lane lane = new Lane(1);
    private final List<RunningTask> returned = new ArrayList<>();

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_thread_that_may_not_begin_gives_all_back_and_ends_though_nothing_can_be_given_back() {
        List<RunningTask> tasks = IntStream.range(0, 3).mapToObj(any -> task()).toList();
        assertThat(lane.add(tasks)).isOne();

        new Carrier(lane, this::refuse, new Unreturnable()).run();

        assertThat(returned).containsSubsequence(tasks);
        assertThat(lane.start()).isOne();
    }

    private void refuse(Runnable work) {
        throw new RejectedExecutionException("about to stop");
    }

    private static RunningTask task() {
        return new RunningTask(
                new ClaimedTask(
                        new Lease(TaskIds.next(), 1),
                        "queue",
                        new Invocation(ONE.name(), ONE.signature(), "[]"),
                        1,
                        1,
                        null,
                        0),
                ONE);
    }

    /** As while the database is away. */
    private final class Unreturnable implements Carrier.Runs {

        @Override
        public boolean run(List<RunningTask> tasks) {
            throw new AssertionError("nothing may run");
        }

        @Override
        public void giveBack(List<RunningTask> tasks) {
            returned.addAll(tasks);
            lane.putBack(tasks);
        }
    }
}
