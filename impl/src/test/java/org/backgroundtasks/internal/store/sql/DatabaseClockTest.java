package org.backgroundtasks.internal.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final DatabaseClock clock = new DatabaseClock(nanos::get, NOON, nanos.get());

    @Test
    void moves_on_with_the_monotonic_clock() {
        nanos.addAndGet(Duration.ofSeconds(90).toNanos());

        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void believes_the_database_when_it_answers() {
        nanos.addAndGet(Duration.ofSeconds(90).toNanos());
        clock.set(NOON.plusSeconds(60), nanos.get());
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(61));
    }

    @Test
    void is_never_behind_the_database_however_late_its_answer_comes() {
        long asked = nanos.get();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        clock.set(NOON.plusSeconds(60), asked);

        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(65));
    }
}
