package org.backgroundtasks.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"1,6", "2,21", "3,86", "10,10005", "17,83526", "1000000,31536000"})
    void grows_with_the_fourth_power_up_to_a_year(int attempt, long seconds) {
        assertThat(new Backoff(List.of(), 0).after(attempt, random))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void follows_a_list_and_repeats_its_end() {
        Backoff backoff = new Backoff(List.of(Duration.ofMillis(5), Duration.ofSeconds(2)), 0);

        assertThat(IntStream.rangeClosed(1, 4).mapToObj(attempt -> backoff.after(attempt, random)))
                .containsExactly(
                        Duration.ofMillis(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2));
    }

    @Test
    void jitter_spreads_within_its_share() {
        Backoff backoff = new Backoff(List.of(Duration.ofSeconds(100)), 0.1);

        List<Duration> delays =
                IntStream.range(0, 200).mapToObj(i -> backoff.after(1, random)).toList();

        assertThat(delays)
                .allMatch(delay -> delay.toMillis() >= 90_000 && delay.toMillis() <= 110_000);
        assertThat(delays)
                .anyMatch(delay -> delay.toMillis() < 95_000)
                .anyMatch(delay -> delay.toMillis() > 105_000);
    }
}
