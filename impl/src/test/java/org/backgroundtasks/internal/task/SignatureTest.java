package org.backgroundtasks.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void depends_on_name_and_types_and_their_order() {
        assertThat(
                        List.of(
                                Signature.of("a", List.of()),
                                Signature.of("b", List.of()),
                                Signature.of("a", List.of(int.class)),
                                Signature.of("a", List.of(int.class, String.class)),
                                Signature.of("a", List.of(String.class, int.class))))
                .doesNotHaveDuplicates()
                .allMatch(signature -> signature.length() == 32);
    }

    @Test
    void is_the_same_on_every_node_and_release() {
        // Stored with tasks: if this changes, waiting tasks are not found any more.
        assertThat(Signature.of("com.acme.Notifications.notifyUser", List.of(long.class)))
                .isEqualTo("42c4a3a83f40caefbd04cbb84447c131");
    }
}
