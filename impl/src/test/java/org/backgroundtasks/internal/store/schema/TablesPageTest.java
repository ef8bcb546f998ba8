package org.backgroundtasks.internal.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/tables.md} has every table, and every column of the one that matters most. */
class TablesPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("basedir")).resolve("../docs/tables.md");

    @ParameterizedTest
    @EnumSource(Tables.class)
    void each_table_is_explained(Tables table) throws IOException {
        String page = Files.readString(PAGE);

        assertThat(page).contains(table.table());
        if (table == Tables.TASKS || table == Tables.FAILURES) {
            assertThat(table.columns())
                    .allSatisfy(column -> assertThat(page).contains("`%s`".formatted(column)));
        }
    }
}
