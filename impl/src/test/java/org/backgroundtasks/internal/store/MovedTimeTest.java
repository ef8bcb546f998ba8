package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.time.MovableTime;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A test can move the database's time on, as one store sees it. */
class MovedTimeTest extends StoreContract {

    private static final Duration DAY = Duration.ofDays(1);

    private final MovableTime time = new MovableTime();
    private Stores moved;

    @BeforeEach
    void openMoved() {
        moved =
                Stores.open(
                        engine.provider().around(dataSource, "", time),
                        settings(SchemaMode.VALIDATE, null),
                        "moved",
                        Duration.ofSeconds(10));
    }

    @AfterEach
    void closeMoved() {
        moved.close();
    }

    @Test
    void what_is_due_tomorrow_is_due_when_a_day_has_passed() {
        NewTask task = scheduled(tasks.now().plus(DAY));
        Jta.committed(() -> insert(task));

        assertThat(moved.worker().claims().promote(9)).isZero();
        time.advance(DAY.plusSeconds(1));

        assertThat(claims.promote(9)).isZero();
        assertThat(moved.worker().claims().promote(9)).isOne();
        assertThat(info(task).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void the_store_that_was_moved_on_is_one_day_ahead_of_the_other() {
        time.advance(DAY);

        Instant here = claims.snapshot().now();
        Instant there = moved.worker().claims().snapshot().now();

        assertThat(Duration.between(here, there)).isBetween(DAY, DAY.plusMinutes(1));
        assertThat(Duration.between(here, moved.tasks().now())).isBetween(DAY, DAY.plusMinutes(1));
    }

    @Test
    void leases_expire_with_it() {
        stored();
        claim(1);

        assertThat(moved.worker().leases().reclaim(9, rules(3), Set.of())).isEmpty();
        time.advance(DAY);

        assertThat(leases.reclaim(9, rules(3), Set.of())).isEmpty();
        assertThat(moved.worker().leases().reclaim(9, rules(3), Set.of())).hasSize(1);
    }
}
