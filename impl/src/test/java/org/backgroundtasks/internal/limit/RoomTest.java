package org.backgroundtasks.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.internal.task.LimitRule;
import org.junit.jupiter.api.Test;

/** What limits let in. */
class RoomTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final HeldLimit THREE = HeldLimit.ofKey("a", new LimitRule("a", 3, 0, MINUTE));
    private static final HeldLimit RATE = HeldLimit.ofKey("b", new LimitRule("b", 0, 2, MINUTE));
    private static final HeldLimit BOTH = HeldLimit.ofKey("c", new LimitRule("c", 5, 1, MINUTE));

    private static LimitState state(long holders, Starts starts) {
        return new LimitState(0, holders, 0, Duration.ZERO, starts, NOW);
    }

    @Test
    void places_are_counted_down() {
        Room room = new Room(Map.of(THREE.name(), state(1, Starts.none())));

        assertThat(room.take(List.of(THREE))).isTrue();
        assertThat(room.take(List.of(THREE))).isTrue();
        assertThat(room.take(List.of(THREE))).isFalse();
        assertThat(room.untilLeft(THREE)).isEmpty();
    }

    @Test
    void a_rate_tells_when() {
        Starts one = Starts.none().plus(NOW.minusSeconds(20), 1);
        Room room = new Room(Map.of(RATE.name(), state(0, one)));

        assertThat(room.untilLeft(RATE)).isEmpty();
        assertThat(room.take(List.of(RATE))).isTrue();
        assertThat(room.take(List.of(RATE))).isFalse();
        assertThat(room.untilLeft(RATE)).contains(Duration.ofSeconds(40));
    }

    @Test
    void one_full_limit_takes_no_place_of_the_others() {
        Room room =
                new Room(
                        Map.of(
                                THREE.name(), state(2, Starts.none()),
                                BOTH.name(), state(0, Starts.none().plus(NOW, 1))));

        assertThat(room.take(List.of(THREE, BOTH))).isFalse();
        assertThat(room.take(List.of(THREE))).isTrue();
    }

    @Test
    void a_limit_that_a_task_has_twice_is_taken_once() {
        Room room = new Room(Map.of(THREE.name(), state(0, Starts.none())));

        for (int i = 0; i < 3; i++) {
            assertThat(room.take(List.of(THREE, THREE))).isTrue();
        }
        assertThat(room.take(List.of(THREE, THREE))).isFalse();
    }

    @Test
    void what_was_not_seen_lets_nobody_in() {
        assertThat(new Room(Map.of()).take(List.of(THREE))).isFalse();
        assertThat(new Room(Map.of()).take(List.of())).isTrue();
    }
}
