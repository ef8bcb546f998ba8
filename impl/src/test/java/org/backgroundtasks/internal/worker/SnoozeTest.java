package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.BackgroundTaskException;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** A body puts its task off, and the attempt does not count. */
class SnoozeTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Set<TaskId> putOff = ConcurrentHashMap.newKeySet();

    /** Each task once. */
    private void snoozeAtFirst(TaskContext task) {
        if (putOff.add(task.id())) {
            task.snooze(SHORT);
        }
    }

    private List<String> snoozes(TaskId id) {
        return texts("select snoozes from background_task where id = '%s'".formatted(id));
    }

    private void assertPutOffOnce(TaskId id) {
        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isOne();
        assertThat(Jta.committed(() -> stores.queries().failures(id))).isEmpty();
        assertThat(snoozes(id)).containsExactly("1");
    }

    @Test
    void a_task_that_is_put_off_comes_back_and_its_attempt_does_not_count() {
        observer = event -> {};
        body = this::snoozeAtFirst;
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        assertPutOffOnce(id);
        assertThat(heard)
                .extracting(TaskEvent::getClass)
                .containsExactly(TaskStarted.class, TaskStarted.class, TaskSucceeded.class);
    }

    @Test
    void what_the_body_has_done_is_rolled_back() {
        sql("create table if not exists done (id varchar(40))");
        sql("delete from done");
        body =
                task -> {
                    sql("insert into done values ('%s')".formatted(task.id()));
                    snoozeAtFirst(task);
                };
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        assertPutOffOnce(id);
        assertThat(texts("select id from done")).containsExactly(id.toString());
    }

    @Test
    void a_body_that_catches_what_is_thrown_is_put_off_all_the_same() {
        body =
                task -> {
                    try {
                        snoozeAtFirst(task);
                    } catch (BackgroundTaskException e) {
                        assertThat(e).hasMessageContaining(SHORT.toString());
                    }
                };
        start(settings(SOON, LEASE));

        assertPutOffOnce(insert("default"));
    }

    @Test
    void a_body_without_a_transaction_is_put_off_too() {
        definition = APART;
        body = this::snoozeAtFirst;
        start(settings(SOON, LEASE));

        assertPutOffOnce(insert("default"));
    }

    @Test
    void of_tasks_that_share_a_transaction_only_those_are_put_off_that_asked_for_it() {
        definition = sharing(4);
        List<TaskId> ids = insertMany(4);
        TaskId asks = ids.get(2);
        body =
                task -> {
                    // Together with others, and then alone.
                    if (task.id().equals(asks) && snoozes(asks).contains("0")) {
                        task.snooze(SHORT);
                    }
                };

        start(settings(SOON, LEASE));

        ids.forEach(id -> awaitState(id, TaskState.SUCCEEDED));
        assertThat(snoozes(asks)).containsExactly("1");
        ids.stream()
                .filter(id -> !id.equals(asks))
                .forEach(id -> assertThat(snoozes(id)).containsExactly("0"));
    }

    @Test
    void a_task_that_is_put_off_too_often_fails() {
        body = task -> task.snooze(Duration.ZERO);
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.FAILED);
        assertThat(info(id).attempts()).isEqualTo(3);
        assertThat(info(id).lastError()).contains("BGTASK000633");
        assertThat(snoozes(id)).containsExactly("3");
    }

    @Test
    void a_cancelled_task_is_not_put_off() {
        body =
                task -> {
                    Jta.committed(() -> stores.tasks().cancel(task.id()));
                    task.snooze(SHORT);
                };
        definition = APART;
        start(settings(SOON, LEASE));

        awaitState(insert("default"), TaskState.CANCELLED);
    }

    @Test
    void a_delay_below_zero_fails_the_attempt() {
        body =
                task -> {
                    if (task.attempt() == 1) {
                        task.snooze(Duration.ofSeconds(-1));
                    }
                };
        start(settings(SOON, LEASE));

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(2);
        assertThat(info(id).lastError()).contains("BGTASK000632");
    }
}
