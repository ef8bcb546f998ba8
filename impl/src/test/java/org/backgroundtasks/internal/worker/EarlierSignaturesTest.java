package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.ArgumentUpcaster;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.KnownSignature;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Signature;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestOptions;
import org.junit.jupiter.api.Test;

/** Tasks of earlier parameters run in the method as it is now, if an upcaster says so. */
class EarlierSignaturesTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final TaskDefinition NOW =
            new TaskDefinition(
                    TestOptions.named("task").maxAttempts(1).get(),
                    List.of(String.class, int.class),
                    true);
    private static final String EARLIER = Signature.of("task", List.of(String.class));

    /** Adds a 7. */
    private static class Adding implements ArgumentUpcaster {
        @Override
        public boolean handles(String name, List<String> parameterTypes) {
            return name.equals("task") && parameterTypes.equals(List.of("java.lang.String"));
        }

        @Override
        public JsonArray upcast(JsonArray arguments) {
            return Json.createArrayBuilder(arguments).add(7).build();
        }
    }

    private void noteEarlier() {
        stores.worker()
                .signatures()
                .note(List.of(new KnownSignature(EARLIER, "task", List.of("java.lang.String"))));
    }

    private TaskId insertEarlier() {
        Instant now = stores.tasks().now();
        NewTask task =
                new NewTask(
                        TaskIds.next(),
                        new Invocation("task", EARLIER, "[\"a\"]"),
                        "default",
                        0,
                        1,
                        now,
                        now,
                        null,
                        null,
                        null);
        Jta.committed(() -> insert(task));
        return task.id();
    }

    @Test
    void they_are_rewritten_and_run() {
        definition = NOW;
        upcasters = List.of(new Adding());
        noteEarlier();
        TaskId id = insertEarlier();

        start(settings(SOON, LEASE));

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(received).containsExactly(List.of("a", 7));
    }

    @Test
    void signatures_that_come_later_are_found_too() {
        definition = NOW;
        upcasters = List.of(new Adding());
        start(settings(SOON, LEASE));
        TaskId id = insertEarlier();
        await().during(Duration.ofMillis(1_500)).until(() -> info(id).state() == TaskState.READY);

        noteEarlier();

        awaitState(id, TaskState.SUCCEEDED);
    }

    @Test
    void what_no_upcaster_handles_waits() {
        definition = NOW;
        noteEarlier();
        TaskId id = insertEarlier();

        start(settings(SOON, LEASE));

        await().during(Duration.ofSeconds(2)).until(() -> info(id).state() == TaskState.READY);
        assertThat(info(id).attempts()).isZero();
    }

    @Test
    void an_upcaster_that_fails_fails_the_attempt() {
        definition = NOW;
        upcasters =
                List.of(
                        new Adding() {
                            @Override
                            public JsonArray upcast(JsonArray arguments) {
                                throw new IllegalStateException("as it should");
                            }
                        });
        noteEarlier();
        TaskId id = insertEarlier();

        start(settings(SOON, LEASE));

        awaitState(id, TaskState.FAILED);
        assertThat(info(id).lastError()).contains("BGTASK000110").contains("as it should");
        assertThat(received).isEmpty();
    }

    @Test
    void an_upcaster_that_cannot_say_is_asked_no_more_and_others_are() {
        definition = NOW;
        upcasters =
                List.of(
                        new Adding() {
                            @Override
                            public boolean handles(String name, List<String> parameterTypes) {
                                throw new IllegalStateException("as it should");
                            }
                        },
                        new Adding());
        noteEarlier();
        TaskId id = insertEarlier();

        start(settings(SOON, LEASE));

        awaitState(id, TaskState.SUCCEEDED);
    }

    @Test
    void a_node_notes_its_signatures() {
        definition = NOW;

        start(settings(SOON, LEASE));

        await().untilAsserted(
                        () ->
                                assertThat(
                                                texts(
                                                        "select name from background_task_signature where signature = '%s'"
                                                                .formatted(NOW.signature())))
                                        .containsExactly("task"));
    }
}
