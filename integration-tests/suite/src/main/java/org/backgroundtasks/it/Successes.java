package org.backgroundtasks.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;

/** Waits for tasks to succeed. */
final class Successes {

    private Successes() {}

    static void awaitAll(TaskScheduler scheduler, Collection<TaskId> tasks, Duration longest) {
        await().atMost(longest)
                .until(
                        () ->
                                tasks.stream()
                                        .allMatch(
                                                id ->
                                                        scheduler.find(id).orElseThrow().state()
                                                                == TaskState.SUCCEEDED));
    }
}
