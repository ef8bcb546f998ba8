package org.backgroundtasks.internal.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.internal.task.TaskOptions;
import org.backgroundtasks.testing.TestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOptionsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final TaskOptions DECLARED =
            TestOptions.named("t")
                    .schedule(Duration.ofSeconds(60))
                    .queue("declared")
                    .priority(4)
                    .maxAttempts(25)
                    .get();

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

    @Test
    void a_label_is_kept_beside_everything_else() {
        RequestOptions options =
                RequestOptions.NONE.label("invoice 4711").queue("mail").priority(3);

        assertThat(options.label()).isEqualTo("invoice 4711");
        assertThat(options.in(Duration.ZERO).label()).isEqualTo("invoice 4711");
        assertThat(options.at(NOW).label()).isEqualTo("invoice 4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000"})
    void what_is_no_label_is_refused(String label) {
        assertThatThrownBy(() -> RequestOptions.NONE.label(label))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000430");
        assertThatThrownBy(() -> RequestOptions.NONE.label("x".repeat(201)))
                .hasMessageStartingWith("BGTASK000430");
        assertThatThrownBy(() -> RequestOptions.NONE.label(null))
                .hasMessageStartingWith("BGTASK000422");
    }
}
