package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class UnitTest {

    @Test
    void what_the_server_says_before_the_work_is_told() {
        Unit refused =
                new Unit(
                        work -> {
                            throw new RejectedExecutionException("no context");
                        },
                        () -> {});

        assertThatThrownBy(refused::run)
                .isInstanceOf(Unit.RefusedException.class)
                .hasRootCauseMessage("no context");
        assertThatThrownBy(() -> new Unit(work -> {}, () -> {}).run())
                .isInstanceOf(Unit.RefusedException.class);
    }

    @Test
    void what_it_says_after_it_is_not() {
        new Unit(
                        work -> {
                            work.run();
                            throw new IllegalStateException("a connection has died");
                        },
                        () -> {})
                .run();
    }
}
