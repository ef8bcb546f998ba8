package org.backgroundtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {

    @Test
    void reads_back_what_it_wrote() {
        TaskId id = new TaskId(UUID.randomUUID());

        assertThat(TaskId.of(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-1-1-1-1", "x1b2c3d4-0000-7000-8000-000000000000"})
    void refuses_what_is_no_uuid(String text) {
        assertThatThrownBy(() -> TaskId.of(text))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000001");
    }
}
