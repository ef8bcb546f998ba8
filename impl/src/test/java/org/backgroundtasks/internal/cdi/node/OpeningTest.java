package org.backgroundtasks.internal.cdi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.TaskStoreException;
import org.junit.jupiter.api.Test;

/** Who opens the store, and who waits for it. */
class OpeningTest {

    private final Opening<String> opening = new Opening<>(Duration.ofSeconds(5));

    @Test
    void it_is_opened_once() {
        AtomicInteger times = new AtomicInteger();

        assertThat(opening.opened()).isNull();
        opening.open(() -> "open" + times.incrementAndGet());

        assertThat(opening.open(() -> "open" + times.incrementAndGet())).isEqualTo("open1");
        assertThat(opening.opened()).isEqualTo("open1");
        assertThat(opening.awaited()).isEqualTo("open1");
    }

    @Test
    void who_waits_gets_what_another_opens() throws Exception {
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(opening::awaited);

        opening.open(() -> "open");

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("open");
    }

    @Test
    void who_waits_hears_of_the_next_failure_and_the_next_try_is_another() throws Exception {
        CountDownLatch isTried = new CountDownLatch(1);
        CountDownLatch mayFail = new CountDownLatch(1);
        CompletableFuture<String> opener =
                CompletableFuture.supplyAsync(
                        () ->
                                opening.open(
                                        () -> {
                                            isTried.countDown();
                                            awaited(mayFail);
                                            throw new IllegalStateException("not there");
                                        }));
        isTried.await();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(opening::awaited);
        assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS)).isNotNull();
        mayFail.countDown();

        for (CompletableFuture<String> both : new CompletableFuture[] {opener, waiting}) {
            assertThatThrownBy(() -> both.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("not there");
        }
        assertThat(opening.open(() -> "open")).isEqualTo("open");
        assertThat(opening.awaited()).isEqualTo("open");
    }

    @Test
    void nobody_waits_for_ever() {
        Opening<String> slow = new Opening<>(Duration.ofMillis(50));

        assertThatThrownBy(slow::awaited)
                .isInstanceOf(TaskStoreException.class)
                .hasMessageContaining("BGTASK000428");
    }

    @Test
    void an_error_of_who_opens_is_an_exception_for_who_waits() throws Exception {
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(opening::awaited);
        assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS)).isNotNull();

        assertThatThrownBy(
                        () ->
                                opening.open(
                                        () -> {
                                            throw new NoClassDefFoundError("Missing");
                                        }))
                .isInstanceOf(NoClassDefFoundError.class);

        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(TaskStoreException.class)
                .hasMessageContaining("BGTASK000428")
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
