package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

class JdbcTest {

    @Test
    void an_error_rolls_back_what_was_done_before_it() {
        try (AgroalDataSource dataSource = TestDatabase.H2.open()) {
            Jdbc jdbc =
                    new Jdbc(
                            dataSource,
                            Jta.REGISTRY,
                            5,
                            new ConnectionWatch(5),
                            ColumnTypes.NATIVE,
                            false);
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
}
