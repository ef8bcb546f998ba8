package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.claim.Notifier;
import org.backgroundtasks.testing.Around;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Word between nodes: how it is told, and what it does where it is heard. */
class NotificationTest extends WorkerHarness {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Logger LOG = Logger.getLogger("org.backgroundtasks.worker");

    private final List<Collection<String>> sent = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> underway = new LinkedBlockingQueue<>();
    private volatile boolean isDown;
    private volatile boolean isDeaf;

    private final class Loopback implements Signals {

        @Override
        public void send(Collection<String> queues) {
            if (isDown) {
                throw new IllegalStateException("down");
            }
            sent.add(queues);
            if (!isDeaf) {
                underway.addAll(queues);
            }
        }

        @Override
        public Listening listen() {
            if (isDown) {
                throw new IllegalStateException("down");
            }
            return new Listening() {
                @Override
                public Set<String> await(Duration longest) {
                    try {
                        Set<String> heard = new HashSet<>();
                        String first = underway.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
                        if (isDown) {
                            throw new IllegalStateException("down");
                        }
                        if (first != null) {
                            heard.add(first);
                        }
                        return heard;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public void close() {
                    // Nothing is kept.
                }
            };
        }
    }

    @AfterEach
    void logAsEver() {
        LOG.setFilter(null);
    }

    @Test
    void what_another_node_has_stored_is_run_without_polling() {
        signals = new Loopback();
        start(settings(NEVER, LEASE));
        Notifier notifier = new Notifier(signals, scheduler, Runnable::run, Ticker.SYSTEM);
        TaskId told = insert("default");
        notifier.tell("default");
        awaitState(told, TaskState.SUCCEEDED);

        TaskId other = insert("other");
        notifier.tellOfAll();
        awaitState(other, TaskState.SUCCEEDED);
    }

    @Test
    void a_listener_that_was_cut_off_listens_again_says_so_and_looks_for_what_it_missed() {
        List<String> logged = logged();
        signals = new Loopback();
        start(settings(NEVER, LEASE));
        TaskId first = insert("default");
        new Notifier(signals, scheduler, Runnable::run, Ticker.SYSTEM).tell("default");
        awaitState(first, TaskState.SUCCEEDED);

        isDown = true;
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        TaskId missed = insert("default");
        isDown = false;

        awaitState(missed, TaskState.SUCCEEDED);
        await().untilAsserted(() -> assertThat(logged).anyMatch(text -> text.contains("000610")));
    }

    /** What the worker logs from now on. */
    private static List<String> logged() {
        List<String> messages = new CopyOnWriteArrayList<>();
        LOG.setFilter(one -> messages.add(one.getMessage()));
        return messages;
    }

    @Test
    void a_node_that_does_not_hear_itself_says_so_once() {
        List<String> logged = logged();
        isDeaf = true;
        signals = new Loopback();
        start(settings(NEVER, LEASE));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(logged).anyMatch(text -> text.contains("000628")));
        await().during(Duration.ofSeconds(1)).until(() -> true);
        assertThat(logged.stream().filter(text -> text.contains("000628"))).hasSize(1);
    }

    @Test
    void names_of_queues_that_do_not_exist_cost_a_look_a_second_and_are_told_of_once()
            throws Exception {
        List<String> logged = logged();
        AtomicInteger looks = new AtomicInteger();
        storeCalls = Around.counting("snapshot", looks);
        signals = new Loopback();
        start(settings(NEVER, LEASE));
        await().until(() -> looks.get() > 0);

        for (int i = 0; i < 2_500; i++) {
            signals.send(List.of("invented" + i));
            Thread.sleep(1);
        }
        TaskId real = insert("real");
        signals.send(List.of("real"));

        awaitState(real, TaskState.SUCCEEDED);
        assertThat(looks).hasValueLessThan(15);
        assertThat(logged.stream().filter(text -> text.contains("000629"))).hasSize(1);
    }

    @Test
    void a_node_that_hears_itself_says_nothing() {
        List<String> logged = logged();
        signals = new Loopback();
        start(settings(NEVER, LEASE));

        await().until(() -> sent.size() == 1 && underway.isEmpty());
        await().pollDelay(Duration.ofSeconds(6)).until(() -> true);
        assertThat(logged).noneMatch(text -> text.contains("000628"));
    }

    @Test
    void a_thousand_calls_are_told_in_a_few_messages() {
        Notifier notifier = new Notifier(new Loopback(), scheduler, Runnable::run, Ticker.SYSTEM);

        for (int i = 0; i < 1_000; i++) {
            notifier.tell("queue " + i % 3);
        }

        await().until(() -> sent.stream().mapToInt(Collection::size).sum() >= 3);
        assertThat(sent).hasSizeLessThan(100);
    }

    @Test
    void what_cannot_be_told_is_no_failure_of_the_call() {
        isDown = true;
        Notifier notifier = new Notifier(new Loopback(), scheduler, Runnable::run, Ticker.SYSTEM);
        notifier.tell("default");
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);

        isDown = false;
        notifier.tell("again");

        await().until(() -> !sent.isEmpty());
        assertThat(sent.get(0)).contains("again");
    }
}
