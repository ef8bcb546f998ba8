package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** How tables are made, looked for and named. */
class TablesTest extends StoreContract {

    @Test
    void tables_are_made_once_when_many_nodes_start_at_the_same_moment() throws Exception {
        try (AgroalDataSource fresh = engine.open()) {
            dataSource.close();
            dataSource = fresh;
            ExecutorService nodes = Executors.newFixedThreadPool(8);
            try {
                Callable<Boolean> start =
                        () -> {
                            open(settings(SchemaMode.CREATE, null), "n").close();
                            return true;
                        };
                for (Future<Boolean> node :
                        nodes.invokeAll(IntStream.range(0, 8).mapToObj(i -> start).toList())) {
                    assertThat(node.get()).isTrue();
                }
            } finally {
                nodes.shutdownNow();
            }
            try (Stores checked = open(settings(SchemaMode.VALIDATE, null), "n")) {
                assertThat(checked.leases().survey().firstReadyQueue()).isNull();
            }
        }
    }

    @Test
    void tables_do_not_need_the_connections_that_made_them() {
        dataSource.close();
        dataSource = engine.database().openAgain(dataSource);

        try (Stores again = open(settings(SchemaMode.CREATE, null), "later")) {
            Jta.committed(
                    () -> {
                        again.tasks().insert(List.of(ready()));
                        return true;
                    });

            assertThat(again.leases().claim("default", WANTED, Room.of(1), LEASE)).hasSize(1);
        }
    }

    @Test
    void tables_live_in_the_configured_schema() {
        try (Stores elsewhere =
                open(settings(SchemaMode.CREATE, "Jobs" + System.nanoTime()), "elsewhere")) {
            NewTask task = ready();
            Jta.committed(
                    () -> {
                        elsewhere.tasks().insert(List.of(task));
                        return true;
                    });

            assertThat(Jta.committed(() -> elsewhere.tasks().find(task.id()))).isPresent();
            assertThat(elsewhere.leases().claim("default", WANTED, Room.of(1), LEASE)).hasSize(1);
            assertThat(Jta.committed(() -> tasks.find(task.id()))).isEmpty();
        }
        NewTask here = stored();
        assertThat(info(here).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void scripts_that_have_not_been_run_are_named_where_they_may_not_be_run() {
        assertThatThrownBy(() -> open(settings(SchemaMode.VALIDATE, "Elsewhere"), "n"))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000502")
                .hasMessageContaining("V1__background_tasks.sql, ")
                .hasMessageContaining("V2__renewals.sql");
    }

    @Test
    void an_upgrade_keeps_every_row() throws SQLException {
        try (AgroalDataSource old = engine.open()) {
            runScript(old, "V1__background_tasks.sql");
            NewTask waiting = scheduled(tasks.now().plusSeconds(600));
            List<NewTask> due = ready(500);
            // Nothing in this needs what came later.
            try (Stores before = open(old, settings(SchemaMode.NONE, null), "before")) {
                Jta.committed(
                        () -> {
                            before.tasks().insert(List.of(waiting));
                            before.tasks().insert(due);
                            return true;
                        });
                List<ClaimedTask> claimed =
                        before.leases().claim("default", WANTED, Room.of(200), EXPIRED);
                before.leases().settle(claimed.get(0).lease(), new Outcome.Succeeded());
                before.leases().settle(claimed.get(1).lease(), new Outcome.Failed("boom"));

                assertThatThrownBy(() -> open(old, settings(SchemaMode.VALIDATE, null), "after"))
                        .hasMessageStartingWith("BGTASK000502")
                        .hasMessageContaining("V2__renewals.sql")
                        .hasMessageNotContaining("V1__");
                try (Stores after = open(old, settings(SchemaMode.CREATE, null), "after")) {
                    List<TaskState> states =
                            Stream.concat(due.stream(), Stream.of(waiting))
                                    .map(task -> Jta.committed(() -> after.tasks().find(task.id())))
                                    .map(found -> found.orElseThrow().state())
                                    .toList();
                    assertThat(Collections.frequency(states, TaskState.READY)).isEqualTo(300);
                    assertThat(Collections.frequency(states, TaskState.RUNNING)).isEqualTo(198);
                    assertThat(states)
                            .contains(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.SCHEDULED);
                    assertThat(after.leases().reclaim(500, 3, Set.of(SIGNATURE), Set.of(), "lost"))
                            .hasSize(198);
                    assertThat(before.leases().claim("default", WANTED, Room.of(999), LEASE))
                            .hasSize(498);
                }
            }
        }
    }

    private static void runScript(AgroalDataSource on, String script) throws SQLException {
        String folder;
        try (Connection connection = on.getConnection()) {
            folder = Dialect.of(connection, null).folder();
        }
        Schema.statements("org/backgroundtasks/internal/store/%s/%s".formatted(folder, script))
                .forEach(statement -> TestDatabase.execute(on, statement));
    }

    @Test
    void what_is_missing_is_named() {
        TestDatabase.execute(dataSource, "drop table background_task_renewal");
        TestDatabase.execute(dataSource, "alter table background_task_failure drop column node");

        for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.CREATE)) {
            assertThatThrownBy(() -> open(settings(mode, null), "n"))
                    .isInstanceOf(TaskStoreException.class)
                    .hasMessageStartingWith("BGTASK000512")
                    .hasMessageContaining(
                            "no background_task_failure.node, background_task_renewal;");
        }
    }

    @Test
    void tables_of_the_next_release_will_do_and_of_the_one_after_will_not() {
        setVersion(3);
        open(settings(SchemaMode.VALIDATE, null), "n").close();
        setVersion(4);

        assertThatThrownBy(() -> open(settings(SchemaMode.CREATE, null), "n"))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000508");
    }

    private void setVersion(int version) {
        TestDatabase.execute(
                dataSource,
                "update background_task_schema set version = %d where version > 1"
                        .formatted(version));
    }
}
