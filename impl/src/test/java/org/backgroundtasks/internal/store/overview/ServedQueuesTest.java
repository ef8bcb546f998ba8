package org.backgroundtasks.internal.store.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a node says which queues it serves. */
class ServedQueuesTest {

    @Test
    void what_is_written_is_read() {
        for (ServedQueues queues :
                List.of(
                        ServedQueues.ALL,
                        ServedQueues.NONE,
                        ServedQueues.of(Set.of("mail")),
                        ServedQueues.of(Set.of("mail", "a b", "\u00fc-\u4e2d")))) {
            assertThat(ServedQueues.of(queues.text())).isEqualTo(queues);
        }
    }

    @Test
    void who_does_not_say_serves_all() {
        assertThat(ServedQueues.of((String) null).contain("any")).isTrue();
    }

    @Test
    void more_than_the_column_holds_is_all() {
        List<String> many = IntStream.range(0, 200).mapToObj(i -> "queue-" + i).toList();

        assertThat(ServedQueues.of(many).text()).isEqualTo(ServedQueues.ALL.text());
    }

    @Test
    void only_those_that_are_served_are_contained() {
        assertThat(ServedQueues.of(Set.of("mail")).contain("mail")).isTrue();
        assertThat(ServedQueues.of(Set.of("mail")).contain("ail")).isFalse();
        assertThat(ServedQueues.NONE.contain("-")).isFalse();
    }
}
