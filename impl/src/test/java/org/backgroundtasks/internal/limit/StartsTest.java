package org.backgroundtasks.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a rate knows of starts. */
class StartsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void text_says_all() {
        Starts starts = Starts.none().plus(NOW, 3).plus(NOW.plusSeconds(1), 1);

        assertThat(Starts.of(starts.toString())).hasToString(starts.toString());
        assertThat(Starts.of(starts.toString()).count()).isEqualTo(4);
        assertThat(Starts.of("").count()).isZero();
    }

    @Test
    void a_start_counts_until_its_window_is_over() {
        Starts starts = Starts.none().plus(NOW, 3);

        assertThat(starts.since(NOW.plus(MINUTE).minusNanos(1_000), MINUTE).count()).isEqualTo(3);
        assertThat(starts.since(NOW.plus(MINUTE), MINUTE).count()).isZero();
    }

    @Test
    void it_is_known_when_another_may_start() {
        Starts starts = Starts.none().plus(NOW, 2).plus(NOW.plusSeconds(10), 2);
        Instant later = NOW.plusSeconds(20);

        assertThat(starts.untilFewerThan(5, later, MINUTE)).isZero();
        assertThat(starts.untilFewerThan(4, later, MINUTE)).isEqualTo(Duration.ofSeconds(40));
        assertThat(starts.untilFewerThan(3, later, MINUTE)).isEqualTo(Duration.ofSeconds(40));
        assertThat(starts.untilFewerThan(2, later, MINUTE)).isEqualTo(Duration.ofSeconds(50));
    }

    /** Whoever starts as many as are let in never has more in a window than the rate. */
    @Test
    void no_window_has_too_many_however_they_come() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int rate = 1 + random.nextInt(random.nextBoolean() ? 5 : 2_000);
            Duration per = Duration.ofMillis(1 + random.nextInt(100_000));
            List<Instant> begun = new ArrayList<>();
            String stored = "";
            Instant now = NOW;
            for (int i = 0; i < 300; i++) {
                now = now.plusNanos(1_000L * random.nextInt((int) (per.toNanos() / 20_000) + 2));
                Starts starts = Starts.of(stored).since(now, per);
                int wanted = 1 + random.nextInt(20);
                int started = (int) Math.min(wanted, Math.max(0, rate - starts.count()));
                if (started > 0) {
                    starts = starts.plus(now, started);
                    for (int j = 0; j < started; j++) {
                        begun.add(now);
                    }
                }
                stored = starts.since(now, per).toString();
                assertThat(stored.length()).isLessThan(4_000);
            }
            for (int i = rate; i < begun.size(); i++) {
                assertThat(Duration.between(begun.get(i - rate), begun.get(i)))
                        .isGreaterThanOrEqualTo(per);
            }
        }
    }

    /** What is counted too long is at most a fiftieth of the window. */
    @Test
    void little_of_a_high_rate_is_lost() {
        Starts starts = Starts.none();
        Instant now = NOW;
        for (int i = 0; i < 10_000; i++) {
            starts = Starts.of(starts.plus(now, 1).since(now, MINUTE).toString());
            now = now.plusMillis(6);
        }

        long counted = starts.since(NOW.plusSeconds(90), MINUTE).count();

        assertThat(counted).isBetween(5_000L, 5_300L);
    }
}
