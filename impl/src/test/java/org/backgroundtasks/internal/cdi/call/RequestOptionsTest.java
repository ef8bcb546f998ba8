package org.backgroundtasks.internal.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.internal.task.TaskOptions;
import org.junit.jupiter.api.Test;

class RequestOptionsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final TaskOptions DECLARED =
            new TaskOptions(
                    "t",
                    List.of(),
                    Duration.ofSeconds(60),
                    "declared",
                    4,
                    25,
                    List.of(),
                    List.of(),
                    Duration.ZERO,
                    1);

    @Test
    void what_is_not_asked_for_is_as_declared() {
        assertThat(RequestOptions.NONE.runAt(DECLARED, NOW)).isEqualTo(NOW.plusSeconds(60));
        assertThat(RequestOptions.NONE.queue(DECLARED)).isEqualTo("declared");
        assertThat(RequestOptions.NONE.priority(DECLARED)).isEqualTo(4);
    }

    @Test
    void the_last_time_counts() {
        Instant instant = NOW.minusSeconds(5);

        assertThat(RequestOptions.NONE.at(instant).in(Duration.ZERO).runAt(DECLARED, NOW))
                .isEqualTo(NOW);
        assertThat(RequestOptions.NONE.in(Duration.ofDays(1)).at(instant).runAt(DECLARED, NOW))
                .isEqualTo(instant);
    }

    @Test
    void asking_changes_nothing_in_what_was_asked_before() {
        RequestOptions first = RequestOptions.NONE.queue("a");
        first.queue("b").priority(9);

        assertThat(first.queue(DECLARED)).isEqualTo("a");
        assertThat(first.priority(DECLARED)).isEqualTo(4);
    }

    @Test
    void times_stay_within_what_databases_can_store() {
        assertThatThrownBy(() -> RequestOptions.NONE.at(Instant.MIN))
                .isInstanceOf(TaskCallException.class);
        assertThatThrownBy(
                        () ->
                                RequestOptions.NONE
                                        .in(Duration.ofDays(10_000_000))
                                        .runAt(DECLARED, NOW))
                .isInstanceOf(TaskCallException.class);
    }
}
