package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments that memory cannot hold are one task's trouble, and no other's. */
class LargeArgumentsTest extends WorkerHarness {

    private static final int MOST = 1_000;

    /** What drivers make of it. */
    static List<Supplier<Throwable>> failures() {
        return List.of(
                () -> new OutOfMemoryError("for a test"),
                () -> new NullPointerException("as MariaDB's driver has it"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tasks_whose_arguments_cannot_be_read_have_failed_and_the_others_go_on(
            Supplier<Throwable> failure) {
        storeCalls = withLittleMemory(failure, 1);
        List<String> done = new CopyOnWriteArrayList<>();
        body = task -> done.add(task.id().toString());
        List<TaskId> large = IntStream.range(0, 3).mapToObj(i -> insert(9, MOST)).toList();
        List<TaskId> small = IntStream.range(0, 20).mapToObj(i -> insert(0, 0)).toList();

        start(settings(SOON, NEVER));

        small.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        large.forEach(id -> awaitState(id, TaskState.FAILED));
        assertThat(info(large.get(0)).attempts()).isEqualTo(3);
        assertThat(info(large.get(0)).lastError()).contains("BGTASK000630");
        assertThat(texts("select max(losses) from background_task")).containsExactly("0");
        assertThat(done).hasSize(small.size());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tasks_that_memory_holds_alone_and_not_together_are_done(Supplier<Throwable> failure) {
        storeCalls = withLittleMemory(failure, 2);
        List<TaskId> ids = IntStream.range(0, 8).mapToObj(i -> insert(0, MOST)).toList();

        start(settings(SOON, NEVER));

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        await().until(() -> starts.get() == ids.size());
        assertThat(texts("select max(attempts) from background_task")).containsExactly("1");
    }

    private TaskId insert(int priority, int length) {
        Instant now = stores.tasks().now();
        NewTask plain = task("default", "[" + " ".repeat(length) + "]", now, now);
        NewTask task =
                new NewTask(
                        plain.id(),
                        plain.invocation(),
                        plain.queue(),
                        priority,
                        plain.maxAttempts(),
                        now,
                        now,
                        null,
                        null,
                        null);
        Jta.committed(() -> insert(task));
        return task.id();
    }

    /** Fails to read so many large arguments at a time, after the database has given them away. */
    private static Around withLittleMemory(Supplier<Throwable> failure, int tooMany) {
        return (method, arguments, call) -> {
            Object answer = call.call();
            List<String> read = new ArrayList<>();
            if (method.equals("claim")) {
                ((List<?>) answer)
                        .forEach(one -> read.add(((ClaimedTask) one).invocation().arguments()));
            } else if (method.equals("arguments")) {
                read.add((String) answer);
            }
            if (read.stream().filter(one -> one.length() > MOST).count() >= tooMany) {
                throw failure.get();
            }
            return answer;
        };
    }
}
