package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data source that takes no part in JTA is found out when the store is opened. */
class JtaTrialTest extends StoreContract {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outside_of_transactions_the_store_does_not_open(boolean commitsByItself)
            throws SQLException {
        try (AgroalDataSource outside = engine.database().openOutsideOfJta(commitsByItself)) {
            assertThatThrownBy(() -> open(outside, settings(SchemaMode.CREATE, null), "other"))
                    .isInstanceOf(TaskStoreException.class)
                    .hasMessageStartingWith("BGTASK000514");
        }
    }

    @Test
    void in_transactions_the_trial_leaves_nothing_behind() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select * from background_task_schema where version < 0")) {
            assertThat(rows.next()).isFalse();
        }
    }
}
