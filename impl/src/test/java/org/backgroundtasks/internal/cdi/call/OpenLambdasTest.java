package org.backgroundtasks.internal.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskCall;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.testing.TestDatabase;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lambda does on other threads neither escapes from it nor gets lost. */
class OpenLambdasTest {

    static final Queue<Integer> RUNS = new ConcurrentLinkedQueue<>();
    static final Queue<RecordedCall> STORED = new ConcurrentLinkedQueue<>();

    @ApplicationScoped
    public static class Jobs {

        @Inject private Jobs self;

        @Background
        public void run(int number) {
            RUNS.add(number);
        }

        @Background
        public void fanOut() throws Exception {
            ExecutorService own = Executors.newSingleThreadExecutor();
            own.submit(() -> self.run(1)).get();
            own.shutdown();
        }
    }

    /** Takes note of what would be stored. */
    @ApplicationScoped
    @Specializes
    static class StoringNothing extends Enqueuer {
        @Override
        public boolean handle(BackgroundMethod method, Object[] arguments) {
            STORED.add(RecordedCall.of(method, arguments, codec()));
            return true;
        }

        @Override
        List<Taking> store(List<RecordedCall> calls, RequestOptions requested) {
            STORED.addAll(calls);
            return calls.stream()
                    .map(call -> call.toTask(requested, java.time.Instant.EPOCH, null).task())
                    .<Taking>map(Taking.Taken::new)
                    .toList();
        }
    }

    @ApplicationScoped
    @Specializes
    static class NoTransactions extends CallTransactions {
        @Override
        public boolean isActive() {
            return false;
        }
    }

    public static class NoTransaction {
        @Produces
        public UserTransaction none() {
            return null;
        }
    }

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private WeldContainer container;
    private TaskScheduler scheduler;
    private Jobs jobs;

    @BeforeEach
    void start() {
        RUNS.clear();
        STORED.clear();
        System.setProperty("background-tasks.worker.enabled", "false");
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
        container =
                new Weld()
                        .addBeanClasses(
                                Jobs.class,
                                StoringNothing.class,
                                NoTransactions.class,
                                NoTransaction.class)
                        .initialize();
        scheduler = container.select(TaskScheduler.class).get();
        jobs = container.select(Jobs.class).get();
    }

    @AfterEach
    void stop() throws InterruptedException {
        executor.shutdownNow();
        // What a refused lambda has left to other threads must not come to the next test.
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ForkJoinPool.commonPool().awaitQuiescence(20, TimeUnit.SECONDS)).isTrue();
        container.close();
        System.clearProperty("background-tasks.worker.enabled");
    }

    @Test
    void a_parallel_stream() {
        assertRefused(() -> IntStream.range(0, 200).parallel().forEach(this::runAndPause));
    }

    /** Else the caller may be through before another thread begins. */
    private void runAndPause(int number) {
        jobs.run(number);
        LockSupport.parkNanos(1_000_000);
    }

    @Test
    void futures_that_are_joined() {
        assertRefused(
                () ->
                        CompletableFuture.allOf(
                                        IntStream.range(0, 20)
                                                .mapToObj(
                                                        i ->
                                                                CompletableFuture.runAsync(
                                                                        () -> jobs.run(i)))
                                                .toArray(CompletableFuture[]::new))
                                .join());
    }

    @Test
    void an_executor_whose_failures_nobody_looks_at() {
        assertRefused(
                () -> {
                    CountDownLatch done = new CountDownLatch(20);
                    for (int i = 0; i < 20; i++) {
                        int number = i;
                        executor.submit(
                                () -> {
                                    try {
                                        jobs.run(number);
                                    } finally {
                                        done.countDown();
                                    }
                                });
                    }
                    done.await();
                });
    }

    @Test
    void an_executor_that_is_asked_for_all() {
        assertRefused(
                () -> {
                    List<Future<Object>> all =
                            executor.invokeAll(List.of(Executors.callable(() -> jobs.run(1))));
                    for (Future<Object> one : all) {
                        one.get();
                    }
                });
    }

    @Test
    void a_lambda_that_has_been_busy_before_it_hands_out() {
        assertRefused(
                () -> {
                    busy(Duration.ofMillis(300));
                    List<Future<?>> all = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        int number = i;
                        all.add(executor.submit(() -> jobs.run(number)));
                        busy(Duration.ofMillis(100));
                    }
                    for (Future<?> one : all) {
                        one.get();
                    }
                });
    }

    @Test
    void an_object_that_is_waited_for() {
        assertRefused(
                () -> {
                    Object done = new Object();
                    executor.submit(
                            () -> {
                                try {
                                    jobs.run(1);
                                } finally {
                                    synchronized (done) {
                                        done.notifyAll();
                                    }
                                }
                            });
                    synchronized (done) {
                        done.wait(5_000);
                    }
                });
    }

    @Test
    void a_sleep_until_all_is_done() {
        assertRefused(
                () -> {
                    Future<?> future = executor.submit(() -> jobs.run(1));
                    while (!future.isDone()) {
                        Thread.sleep(10);
                    }
                });
    }

    private static void busy(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_thread_that_is_joined() {
        assertRefused(
                () -> {
                    Thread thread = new Thread(() -> jobs.run(1), "mine");
                    thread.start();
                    thread.join();
                });
    }

    private void assertRefused(TaskCall lambda) {
        assertThatThrownBy(() -> scheduler.enqueueAll(lambda))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000420")
                .hasMessageContaining("Jobs.run")
                .hasMessageContaining("'" + Thread.currentThread().getName() + "'");
        assertThatThrownBy(() -> scheduler.enqueue(lambda))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK0004");
        assertThat(STORED).isEmpty();
        assertThat(RUNS).isEmpty();
    }

    @Test
    void what_a_refused_lambda_has_left_behind() throws Exception {
        List<Future<?>> left = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        assertThatThrownBy(
                        () ->
                                scheduler.enqueue(
                                        () -> {
                                            left.add(
                                                    executor.submit(
                                                            () -> {
                                                                ended.await();
                                                                jobs.run(2);
                                                                return null;
                                                            }));
                                            executor.submit(() -> jobs.run(1)).get();
                                        }))
                .hasMessageStartingWith("BGTASK000420");
        ended.countDown();

        assertThatThrownBy(left.get(0)::get).hasMessageContaining("BGTASK000420");
        assertThat(STORED).isEmpty();

        // Its calls would have come by now: whoever calls is somebody else.
        Thread.sleep(1_100);
        jobs.run(3);
        assertThat(STORED).hasSize(1);
    }

    @Test
    void now_of_several_threads() {
        assertThatThrownBy(
                        () ->
                                scheduler.now(
                                        () ->
                                                IntStream.range(0, 200)
                                                        .parallel()
                                                        .forEach(this::runAndPause)))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK0004");
        assertThat(STORED).isEmpty();
    }

    @Test
    void who_waits_for_a_connection_waits_for_nobody_of_its_own() throws Exception {
        try (AgroalDataSource pool = TestDatabase.H2.open()) {
            List<Connection> all = new ArrayList<>();
            CountDownLatch inLambda = new CountDownLatch(1);
            while (all.size() < pool.getConfiguration().connectionPoolConfiguration().maxSize()) {
                all.add(pool.getConnection());
            }
            Future<?> lambda =
                    executor.submit(
                            () ->
                                    scheduler.enqueue(
                                            () -> {
                                                jobs.run(1);
                                                inLambda.countDown();
                                                pool.getConnection().close();
                                            }));
            inLambda.await();

            jobs.run(2);
            assertThat(STORED).hasSize(1);
            for (Connection connection : all) {
                connection.close();
            }
            lambda.get();
        }
        assertThat(STORED).hasSize(2);
    }

    @Test
    void the_body_of_now_hands_out_as_it_likes() throws Exception {
        scheduler.now(jobs::fanOut);

        assertThat(STORED).hasSize(1);
    }

    @Test
    void other_callers_are_let_alone_meanwhile() throws Exception {
        CountDownLatch inLambda = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> lambda =
                executor.submit(
                        () ->
                                scheduler.enqueue(
                                        () -> {
                                            jobs.run(1);
                                            inLambda.countDown();
                                            // Busy with its own things.
                                            while (end.getCount() > 0) {
                                                Thread.onSpinWait();
                                            }
                                        }));
        inLambda.await();

        jobs.run(2);
        assertThat(STORED).hasSize(1);
        end.countDown();
        lambda.get();

        assertThat(STORED).hasSize(2);
    }

    @Test
    void a_thread_that_nobody_waits_for_is_on_its_own() throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        scheduler.enqueue(
                () -> {
                    jobs.run(1);
                    executor.submit(
                            () -> {
                                jobs.run(2);
                                later.complete(null);
                            });
                });
        later.get();

        assertThat(STORED).hasSize(2);
    }
}
