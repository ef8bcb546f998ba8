package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.backgroundtasks.TaskArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What features keep with a task comes back, and fits. */
class MetadataCodecTest {

    private final MetadataCodec codec = new MetadataCodec();

    @Test
    void metadata_come_back() {
        Map<String, String> metadata = Map.of("trace", "00-\"ä😀\\", "b", "", "a\u0000", "\ud800");

        assertThat(codec.read(codec.write(metadata))).isEqualTo(metadata);
    }

    @Test
    void no_metadata_take_no_room() {
        assertThat(codec.write(Map.of())).isNull();
        assertThat(codec.read(null)).isEmpty();
    }

    @Test
    void metadata_that_do_not_fit_are_refused() {
        assertThat(codec.write(Map.of("a", "x".repeat(1_992)))).hasSize(2_000);
        assertThatThrownBy(() -> codec.write(Map.of("a", "x".repeat(1_993))))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000109")
                .hasMessageContaining("[a]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[1]", "{\"a\":", "null", "[[[[", "{\"a\":1,\"b\":{}}"})
    void what_somebody_else_has_written_is_left_out(String text) {
        assertThat(codec.read(text)).isEmpty();
    }
}
