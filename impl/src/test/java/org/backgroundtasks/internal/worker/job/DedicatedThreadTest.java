package org.backgroundtasks.internal.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DedicatedThreadTest {

    @Test
    void takes_turns_until_it_is_stopped() throws Exception {
        CountDownLatch turns = new CountDownLatch(3);

        DedicatedThread own =
                DedicatedThread.start(Thread::new, turns::countDown, Duration.ofMillis(1));

        assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(own.isAlive()).isTrue();
        own.stop();
    }

    @Test
    void an_interrupt_by_somebody_else_does_not_end_it() throws Exception {
        CountDownLatch turns = new CountDownLatch(20);
        Thread[] thread = new Thread[1];
        DedicatedThread own =
                DedicatedThread.start(
                        work -> thread[0] = new Thread(work),
                        () -> {
                            turns.countDown();
                            thread[0].interrupt();
                        },
                        Duration.ofMillis(1));

        assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(own.isAlive()).isTrue();
        own.stop();
        thread[0].join(10_000);
        assertThat(own.isAlive()).isFalse();
    }

    @Test
    void a_thread_that_begins_too_late_takes_no_turn() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        AtomicInteger turns = new AtomicInteger();
        Thread[] thread = new Thread[1];

        assertThatThrownBy(
                        () ->
                                DedicatedThread.start(
                                        work -> thread[0] = late(work, late),
                                        turns::incrementAndGet,
                                        Duration.ZERO,
                                        Duration.ofMillis(50)))
                .isInstanceOf(IllegalStateException.class);

        late.countDown();
        thread[0].join(10_000);
        assertThat(thread[0].isAlive()).isFalse();
        assertThat(turns).hasValue(0);
    }

    private static Thread late(Runnable work, CountDownLatch begin) {
        return new Thread(
                () -> {
                    try {
                        begin.await();
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Test
    void a_thread_that_the_server_ends_before_it_runs_is_noticed() {
        assertThatThrownBy(
                        () ->
                                DedicatedThread.start(
                                        work -> new Thread(() -> {}),
                                        () -> {},
                                        Duration.ofMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before it ran");
    }
}
