package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import jakarta.transaction.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.jdbc.CallerTransaction;
import org.backgroundtasks.internal.store.jdbc.ConnectionWatch;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Statements;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two transactions that wait for each other. */
class ConflictsTest {

    private final AtomicInteger tries = new AtomicInteger();
    private final CyclicBarrier bothHaveTheFirst = new CyclicBarrier(2);

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.testing.TestDatabase#there")
    void what_was_broken_off_for_a_deadlock_is_made_again(TestDatabase database) throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try (AgroalDataSource dataSource = database.open()) {
            Jdbc jdbc = jdbc(dataSource);

            List<Future<Void>> done = both.invokeAll(List.of(swap(jdbc, 1, 2), swap(jdbc, 2, 1)));

            for (Future<Void> one : done) {
                one.get();
            }
            assertThat(jdbc.query("read", "select changes from numbers", row -> row.number(1)))
                    .containsExactly(2, 2);
            assertThat(tries).hasValueGreaterThan(2);
        } finally {
            both.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.testing.TestDatabase#there")
    void what_has_waited_for_a_lock_in_vain_is_made_again(TestDatabase database) throws Exception {
        try (AgroalDataSource dataSource = database.open()) {
            Jdbc jdbc = jdbc(dataSource);
            Transaction holder =
                    Jta.open(
                            () ->
                                    jdbc.update(
                                            "hold", "update numbers set changes = 7 where id = 1"));
            try {
                int changed =
                        jdbc.transaction(
                                "change one",
                                connection -> {
                                    waitShortly(database, connection);
                                    if (tries.incrementAndGet() == 2) {
                                        end(holder);
                                    }
                                    change(jdbc, connection, 1);
                                    return tries.get();
                                });

                assertThat(changed).isEqualTo(2);
            } finally {
                if (tries.get() < 2) {
                    end(holder);
                }
            }
        }
    }

    private static void waitShortly(TestDatabase database, Connection connection)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(database.waitsOneSecond());
        }
    }

    private static void end(Transaction transaction) {
        try {
            Jta.MANAGER.resume(transaction);
            Jta.MANAGER.rollback();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.testing.TestDatabase#there")
    void in_a_transaction_of_the_caller_nothing_is_made_again(TestDatabase database) {
        try (AgroalDataSource dataSource = database.open()) {
            Jdbc jdbc = jdbc(dataSource);

            assertThatThrownBy(
                            () ->
                                    Jta.rolledBack(
                                            () ->
                                                    jdbc.transaction(
                                                            "fail",
                                                            connection -> {
                                                                tries.incrementAndGet();
                                                                throw new SQLException(
                                                                        "deadlock", "40001");
                                                            })))
                    .isInstanceOf(TaskStoreException.class);
            assertThat(tries).hasValue(1);
        }
    }

    private static Jdbc jdbc(AgroalDataSource dataSource) {
        Jdbc jdbc =
                new Jdbc(
                        dataSource,
                        new CallerTransaction(Jta.REGISTRY),
                        new Statements(30, ColumnTypes.NATIVE, Ticker.SYSTEM),
                        new ConnectionWatch(30),
                        false);
        jdbc.update(
                "make a table",
                "create table numbers (id integer not null primary key, changes integer not null)");
        jdbc.update("fill it", "insert into numbers values (1, 0), (2, 0)");
        return jdbc;
    }

    private Callable<Void> swap(Jdbc jdbc, int first, int second) {
        return () ->
                jdbc.transaction(
                        "change both",
                        connection -> {
                            int mine = tries.incrementAndGet();
                            change(jdbc, connection, first);
                            if (mine <= 2) {
                                await();
                            }
                            change(jdbc, connection, second);
                            return null;
                        });
    }

    private static void change(Jdbc jdbc, Connection connection, int id) throws SQLException {
        jdbc.update(connection, "update numbers set changes = changes + 1 where id = ?", id);
    }

    private void await() {
        try {
            bothHaveTheFirst.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
