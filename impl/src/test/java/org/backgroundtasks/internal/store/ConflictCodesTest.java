package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictCodesTest {

    @ParameterizedTest
    @CsvSource({
        "40001, 0, true",
        "40P01, 0, true",
        "40XL1, 0, true",
        "55P03, 0, true",
        "HYT00, 50200, true",
        "61000, 60, true",
        "HY000, 1205, true",
        "HY000, 1020, true",
        "HY000, 1064, false",
        "23505, 0, false",
        "08006, 0, false",
        ", 1205, false"
    })
    void which_failures_would_pass_if_tried_again(String state, int code, boolean isConflict) {
        assertThat(Conflicts.isOne(new SQLException("", state, code))).isEqualTo(isConflict);
    }
}
