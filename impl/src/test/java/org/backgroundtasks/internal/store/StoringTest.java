package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** Tasks become rows, in the transaction of who calls. */
class StoringTest extends StoreContract {

    @Test
    void a_task_is_stored_when_the_transaction_commits() {
        NewTask task = ready();

        Jta.committed(() -> insert(task));

        TaskInfo info = info(task);
        assertThat(info)
                .isEqualTo(
                        new TaskInfo(
                                task.id(),
                                "task",
                                "default",
                                0,
                                TaskState.READY,
                                task.runAt(),
                                task.createdAt(),
                                "duke",
                                null,
                                null,
                                0,
                                3,
                                null,
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void no_task_is_stored_when_the_transaction_rolls_back() {
        NewTask task = ready();

        Jta.rolledBack(() -> insert(task));

        assertThat(Jta.committed(() -> queries.find(task.id()))).isEmpty();
    }

    @Test
    void a_task_is_found_in_the_transaction_that_stores_it() {
        NewTask task = ready();

        assertThat(Jta.rolledBack(() -> insert(task) ? queries.find(task.id()) : null)).isPresent();
    }

    @Test
    void nothing_is_stored_outside_of_a_transaction() {
        assertThatThrownBy(() -> tasks.insert(List.of(ready())))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000507");
    }

    @Test
    void nothing_is_stored_in_a_transaction_marked_for_rollback() {
        Callable<Boolean> doomed =
                () -> {
                    Jta.MANAGER.setRollbackOnly();
                    return insert(ready());
                };

        assertThatThrownBy(() -> Jta.rolledBack(doomed))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000506");
    }

    @Test
    void thousands_are_stored_at_once() {
        List<NewTask> many = ready(2_000);

        Jta.committed(() -> insert(many));

        assertThat(claim(5_000)).hasSize(2_000);
    }

    @Test
    void a_task_for_later_is_scheduled() {
        NewTask task = scheduled(tasks.now().plusSeconds(60));

        Jta.committed(() -> insert(task));

        assertThat(info(task).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(claim(10)).isEmpty();
        assertThat(claims.promote(10)).isZero();
    }

    @Test
    void text_of_any_alphabet_and_a_mebibyte_of_it_comes_back() {
        String arguments = "[\"" + "ä€😀".repeat((1 << 20) / 9) + "\"]";
        Instant now = tasks.now();
        NewTask task = task("default", SIGNATURE, 0, now, now, arguments);

        Jta.committed(() -> insert(task));

        assertThat(claim(1).get(0).invocation().arguments()).isEqualTo(arguments);
    }

    @Test
    void times_are_the_same_for_a_writer_in_berlin_and_a_reader_in_new_york() {
        TimeZone before = TimeZone.getDefault();
        // Where clocks go forward and back: an hour that a place skips, or has twice.
        List<NewTask> written =
                Stream.of(
                                "2026-03-08T07:30:00Z",
                                "2026-03-29T01:30:00Z",
                                "2026-10-25T00:30:00Z",
                                "2026-10-25T01:30:00Z",
                                "2026-11-01T05:30:00Z",
                                "2026-11-01T06:30:00.000001Z")
                        .map(Instant::parse)
                        .map(time -> task("default", SIGNATURE, 0, time, time, "[]"))
                        .toList();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            try (AgroalDataSource here = engine.database().openAgain(dataSource);
                    Stores writer = open(here, settings(SchemaMode.VALIDATE, null), "here")) {
                Jta.committed(
                        () -> {
                            writer.tasks().insert(written);
                            return true;
                        });
            }

            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            try (AgroalDataSource there = engine.database().openAgain(dataSource);
                    Stores reader = open(there, settings(SchemaMode.VALIDATE, null), "there")) {
                assertThat(Duration.between(reader.tasks().now(), tasks.now()).abs())
                        .isLessThan(Duration.ofSeconds(5));
                for (NewTask task : written) {
                    TaskInfo read =
                            Jta.committed(() -> reader.queries().find(task.id())).orElseThrow();
                    assertThat(read.runAt()).isEqualTo(task.runAt());
                    assertThat(read.createdAt()).isEqualTo(task.createdAt());
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void the_clock_is_the_databases() {
        assertThat(Duration.between(claims.snapshot().now(), tasks.now()).abs())
                .isLessThan(Duration.ofSeconds(1));
    }
}
