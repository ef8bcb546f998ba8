package org.backgroundtasks.internal.worker;

import java.util.List;
import java.util.stream.IntStream;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.testing.TestOptions;

/** Claimed tasks for tests without a database. */
public final class ClaimedTasks {

    private ClaimedTasks() {}

    public static List<RunningTask> tasks(TaskDefinition definition, int count) {
        return IntStream.range(0, count).mapToObj(any -> task(definition, "[]")).toList();
    }

    public static RunningTask task(TaskDefinition definition, String arguments) {
        return new RunningTask(
                new ClaimedTask(
                        new Lease(TaskIds.next(), 1),
                        "queue",
                        new Invocation(definition.name(), definition.signature(), arguments),
                        1,
                        1,
                        null,
                        0,
                        null,
                        0,
                        0),
                definition,
                Ticker.SYSTEM);
    }

    public static TaskDefinition definition(String name, int batch) {
        return new TaskDefinition(
                TestOptions.named(name).queue("queue").batch(batch).get(), List.of(), true);
    }
}
