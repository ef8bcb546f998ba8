package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskIds;
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
                assertThat(checked.worker().claims().snapshot().firstReadyQueue()).isNull();
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

            assertThat(
                            again.worker()
                                    .claims()
                                    .claim(
                                            new ClaimRequest(
                                                    "default", FILTER, ClaimLimit.of(1), LEASE)))
                    .hasSize(1);
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

            assertThat(Jta.committed(() -> elsewhere.queries().find(task.id()))).isPresent();
            assertThat(
                            elsewhere
                                    .worker()
                                    .claims()
                                    .claim(
                                            new ClaimRequest(
                                                    "default", FILTER, ClaimLimit.of(1), LEASE)))
                    .hasSize(1);
            assertThat(Jta.committed(() -> queries.find(task.id()))).isEmpty();
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
                .hasMessageContaining("V2__renewals.sql, ")
                .hasMessageContaining("V3__applications.sql, ")
                .hasMessageContaining("V4__metadata.sql, ")
                .hasMessageContaining("V5__schedules.sql, ")
                .hasMessageContaining("V6__keys.sql, ")
                .hasMessageContaining("V7__signatures.sql, ")
                .hasMessageContaining("V8__limits.sql, ")
                .hasMessageContaining("V10__queues.sql");
    }

    @Test
    void an_upgrade_keeps_every_row() throws SQLException {
        try (AgroalDataSource old = engine.open()) {
            runScript(old, "V1__background_tasks.sql");
            List<TaskId> before = new ArrayList<>();
            for (TaskState state : EnumSet.complementOf(EnumSet.of(TaskState.BLOCKED))) {
                before.add(insertAsBefore(old, state));
            }

            assertThatThrownBy(() -> open(old, settings(SchemaMode.VALIDATE, null), "after"))
                    .hasMessageStartingWith("BGTASK000502")
                    .hasMessageContaining("V2__renewals.sql")
                    .hasMessageNotContaining("V1__");
            try (Stores after = open(old, settings(SchemaMode.CREATE, null), "after")) {
                // A node of the release before, which is still there.
                before.add(insertAsBefore(old, TaskState.READY));

                List<TaskState> states =
                        before.stream()
                                .map(id -> Jta.committed(() -> after.queries().find(id)))
                                .map(found -> found.orElseThrow().state())
                                .toList();
                assertThat(states)
                        .containsExactly(
                                Stream.concat(
                                                EnumSet.complementOf(EnumSet.of(TaskState.BLOCKED))
                                                        .stream(),
                                                Stream.of(TaskState.READY))
                                        .toArray(TaskState[]::new));
                assertThat(
                                after.worker()
                                        .claims()
                                        .claim(
                                                new ClaimRequest(
                                                        "default",
                                                        FILTER,
                                                        ClaimLimit.of(9),
                                                        LEASE)))
                        .hasSize(2);
                assertThat(after.worker().leases().reclaim(9, rules(3), Set.of())).hasSize(1);
            }
        }
    }

    /** With the columns of version 1. */
    private TaskId insertAsBefore(AgroalDataSource on, TaskState state) throws SQLException {
        TaskId id = TaskIds.next();
        String longAgo = engine.database().longAgo();
        TestDatabase.execute(
                on,
                """
                insert into background_task (id, name, signature, queue, priority, state, arguments, run_at, created_at,
                    attempts, max_attempts, losses, lease_number, lease_until, cancel_requested)
                values ('%s', 'task', '%s', 'default', 0, '%s', '[]', %s, %s, 0, 3, 0, 0, %s, false)
                """
                        .formatted(
                                id,
                                SIGNATURE,
                                state,
                                longAgo,
                                longAgo,
                                state == TaskState.RUNNING ? longAgo : "null"));
        return id;
    }

    private static void runScript(AgroalDataSource on, String script) throws SQLException {
        String folder;
        try (Connection connection = on.getConnection()) {
            folder = Dialect.of(connection, StoreContract.settings(SchemaMode.NONE, null)).folder();
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
        setVersion(11);
        open(settings(SchemaMode.VALIDATE, null), "n").close();
        setVersion(12);

        assertThatThrownBy(() -> open(settings(SchemaMode.CREATE, null), "n"))
                .isInstanceOf(TaskStoreException.class)
                .hasMessageStartingWith("BGTASK000508");
    }

    private void setVersion(int version) {
        TestDatabase.execute(
                dataSource,
                "update background_task_schema set version = %d where version > 9"
                        .formatted(version));
    }
}
