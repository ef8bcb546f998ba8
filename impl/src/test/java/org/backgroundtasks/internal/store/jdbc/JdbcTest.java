package org.backgroundtasks.internal.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTest {

    @Test
    void an_error_rolls_back_what_was_done_before_it() {
        try (AgroalDataSource dataSource = TestDatabase.H2.open()) {
            Jdbc jdbc = jdbc(dataSource, false);
            jdbc.update("make a table", "create table numbers (number integer)");

            assertThatThrownBy(
                            () ->
                                    jdbc.transaction(
                                            "fail",
                                            connection -> {
                                                jdbc.update(
                                                        connection,
                                                        "insert into numbers values (1)");
                                                throw new OutOfMemoryError("for a test");
                                            }))
                    .isInstanceOf(OutOfMemoryError.class);

            assertThat(jdbc.query("read", "select number from numbers", row -> row.number(1)))
                    .isEmpty();
        }
    }

    @Test
    void the_error_is_told_and_its_connection_given_to_nobody_if_it_cannot_be_set_back() {
        AtomicBoolean aborted = new AtomicBoolean();
        try (AgroalDataSource dataSource = TestDatabase.H2.open()) {
            Jdbc jdbc = jdbc(giving(dataSource, one -> unrestorable(one, aborted)), false);

            assertThatThrownBy(
                            () ->
                                    jdbc.transaction(
                                            "fail",
                                            connection -> {
                                                throw new SQLException("disk full", "53100");
                                            }))
                    .isInstanceOf(TaskStoreException.class)
                    .rootCause()
                    .hasMessage("disk full");
            assertThat(aborted).isTrue();
        }
    }

    @Test
    void a_connection_in_the_middle_of_an_answer_is_given_to_nobody() {
        AtomicBoolean aborted = new AtomicBoolean();
        try (AgroalDataSource dataSource = TestDatabase.H2.open()) {
            Jdbc jdbc = jdbc(giving(dataSource, one -> unrestorable(one, aborted)), false);

            assertThatThrownBy(
                            () ->
                                    jdbc.call(
                                            "read",
                                            connection -> {
                                                throw new NullPointerException("in the driver");
                                            }))
                    .isInstanceOf(NullPointerException.class);
            assertThat(aborted).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_connection_that_had_ended_before_is_followed_by_another(boolean isStrict) {
        AtomicInteger ended = new AtomicInteger(2);
        try (AgroalDataSource dataSource = TestDatabase.H2.open()) {
            DataSource broken =
                    giving(
                            dataSource,
                            one -> ended.getAndDecrement() > 0 ? ended(one, isStrict) : one);
            Jdbc jdbc = jdbc(broken, isStrict);

            assertThat(jdbc.query("read", "select 1", row -> row.number(1))).containsExactly(1);
        }
    }

    private static Jdbc jdbc(DataSource dataSource, boolean isStrict) {
        return new Jdbc(
                dataSource,
                new CallerTransaction(Jta.REGISTRY),
                new Statements(5, ColumnTypes.NATIVE, Ticker.SYSTEM),
                new ConnectionWatch(5),
                isStrict);
    }

    /** A data source whose connections are not quite what they were. */
    private static DataSource giving(DataSource dataSource, UnaryOperator<Connection> changed) {
        return Around.wrap(
                DataSource.class,
                dataSource,
                (method, arguments, itself) ->
                        method.equals("getConnection")
                                ? changed.apply((Connection) itself.call())
                                : itself.call());
    }

    /** WildFly's pool tells no state. */
    private static Connection ended(Connection connection, boolean isStrict) {
        return Around.wrap(
                Connection.class,
                connection,
                (method, arguments, itself) -> {
                    if (isStrict && method.equals("getTransactionIsolation")) {
                        throw new SQLException("IJ031040: Connection is not associated");
                    }
                    if (method.equals("prepareStatement")) {
                        throw new SQLException("This connection has been closed.", "08003");
                    }
                    return itself.call();
                });
    }

    /** As of a server that takes an error as the connection's end. */
    private static Connection unrestorable(Connection connection, AtomicBoolean aborted) {
        return Around.wrap(
                Connection.class,
                connection,
                (method, arguments, itself) -> {
                    if (method.equals("rollback")
                            || method.equals("setAutoCommit") && arguments[0].equals(true)) {
                        throw new SQLException("DSRA9110E: Connection is closed");
                    }
                    aborted.compareAndSet(false, method.equals("abort"));
                    return itself.call();
                });
    }
}
