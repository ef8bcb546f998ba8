package org.backgroundtasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import jakarta.transaction.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.Stores;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskOptions;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worker without a server: real threads, a real database, a real transaction manager. */
class WorkerTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final TaskDefinition TASK =
            new TaskDefinition(
                    new TaskOptions(
                            "task", Duration.ZERO, "default", 0, 3, List.of(), Duration.ZERO),
                    List.of(),
                    true);

    private static final TaskDefinition APART =
            new TaskDefinition(TASK.options(), List.of(), false);

    /** What a body does. */
    private interface Body {
        void run(TaskContext task) throws Exception;
    }

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(4);
    private final List<Worker> workers = new ArrayList<>();
    private final List<Stores> opened = new ArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private AgroalDataSource dataSource;
    private Stores stores;
    private Body body = task -> {};
    private TaskDefinition definition = TASK;

    @BeforeEach
    void open() {
        TestProvider.ECLIPSELINK.install();
        dataSource = TestDatabase.H2.open();
        stores = store("test");
    }

    @AfterEach
    void close() {
        release.countDown();
        workers.forEach(Worker::stop);
        scheduler.shutdownNow();
        opened.forEach(Stores::close);
        dataSource.close();
    }

    @Test
    void a_stored_task_is_run_at_once_when_the_worker_is_told() {
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));
        TaskId id = insert("default");

        worker.wake("default", Duration.ZERO);

        awaitState(id, TaskState.SUCCEEDED);
    }

    @Test
    void a_stored_task_is_found_by_polling() {
        start(settings(SOON, Duration.ofSeconds(30)));

        TaskId id = insert("any queue");

        awaitState(id, TaskState.SUCCEEDED);
    }

    @Test
    void a_retry_does_not_wait_for_the_next_poll() {
        body =
                task -> {
                    if (task.attempt() < 3) {
                        throw new IllegalStateException("attempt " + task.attempt());
                    }
                };
        Worker worker = start(settings(Duration.ofMinutes(1), Duration.ofSeconds(30)));
        TaskId id = insert("default");
        worker.wake("default", Duration.ZERO);

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(3);
    }

    @Test
    void a_task_longer_than_its_lease_is_started_once() {
        body = task -> Thread.sleep(3_000);
        WorkerSettings settings = settings(SOON, Duration.ofSeconds(1));
        start(settings);
        start(settings);

        TaskId id = insert("default");

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(starts).hasValue(1);
        assertThat(info(id).attempts()).isOne();
    }

    @Test
    void a_dead_workers_task_is_taken_over() {
        TaskId id = insert("default");
        store("dead")
                .leases()
                .claim("default", Set.of(TASK.signature()), 1, Duration.ofMillis(300));

        start(settings(SOON, Duration.ofSeconds(1)));

        awaitState(id, TaskState.SUCCEEDED);
        assertThat(info(id).attempts()).isEqualTo(2);
        assertThat(info(id).lastError()).contains("BGTASK000608");
    }

    @Test
    void a_worker_that_lost_its_lease_interrupts_the_body_and_settles_nothing() {
        CountDownLatch interrupted = new CountDownLatch(1);
        body =
                task -> {
                    if (starts.get() == 1) {
                        try {
                            Thread.sleep(20_000);
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                    }
                };
        Worker worker = start(settings(NEVER, Duration.ofSeconds(1)));
        TaskId id = insert("default");
        worker.wake("default", Duration.ZERO);
        await().untilAtomic(starts, equalTo(1));

        sql("update background_task set lease_number = 7, node = 'thief' where state = 'RUNNING'");

        await().atMost(Duration.ofSeconds(10)).until(() -> interrupted.getCount() == 0);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(info(id).node()).isEqualTo("thief"));
        assertThat(info(id).state()).isEqualTo(TaskState.RUNNING);
        assertThat(info(id).lastError()).isNull();
    }

    @Test
    void stopping_lets_a_body_end() {
        body = task -> Thread.sleep(500);
        Worker worker = start(settings(SOON, Duration.ofSeconds(30)));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        worker.stop();

        assertThat(info(id).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void stopping_interrupts_a_body_that_does_not_end_and_gives_its_task_back() {
        body = task -> Thread.sleep(60_000);
        Worker worker = start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        worker.stop();

        assertThat(info(id).state()).isEqualTo(TaskState.READY);
        assertThat(info(id).attempts()).isZero();
    }

    @Test
    void a_body_that_ignores_its_interruption_cannot_commit_after_the_stop() {
        body =
                task -> {
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                };
        Worker worker = start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO));
        TaskId id = insert("default");
        awaitState(id, TaskState.RUNNING);

        worker.stop();
        assertThat(info(id).state()).isEqualTo(TaskState.READY);

        release.countDown();
        await().during(Duration.ofMillis(500)).until(() -> info(id).state() == TaskState.READY);
    }

    @Test
    void nothing_goes_on_after_a_stop_even_when_the_database_is_away() {
        body =
                task -> {
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                };
        scheduler.setRemoveOnCancelPolicy(true);
        Worker worker = start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO));
        awaitState(insert("default"), TaskState.RUNNING);
        dataSource.close();

        worker.stop();

        assertThat(scheduler.getQueue()).isEmpty();
    }

    @Test
    void a_body_is_interrupted_when_its_lease_has_run_out_with_the_database_away_and_not_before() {
        long begun = System.nanoTime();
        AtomicLong interruptedAfter = new AtomicLong();
        body =
                task -> {
                    try {
                        Thread.sleep(20_000);
                    } catch (InterruptedException e) {
                        interruptedAfter.set(System.nanoTime() - begun);
                    }
                };
        start(settings(SOON, Duration.ofSeconds(2)));
        awaitState(insert("default"), TaskState.RUNNING);

        dataSource.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> interruptedAfter.get() > 0);
        assertThat(Duration.ofNanos(interruptedAfter.get())).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void a_due_task_that_somebody_has_locked_is_asked_for_now_and_then() throws Exception {
        Instant now = stores.tasks().now();
        NewTask due = task("default", now.minusSeconds(2), now.minusSeconds(1));
        Jta.committed(() -> insert(due));
        Stores own = store("counting");
        WorkerSettings settings = settings(NEVER, NEVER);
        Poller poller =
                new Poller(
                        own.leases(), settings, Set.of(), new Slots(settings), (queue, task) -> {});
        PollLoop loop = new PollLoop(poller, scheduler, NEVER);
        long before = scheduler.getCompletedTaskCount();

        Jta.MANAGER.begin();
        stores.tasks().cancel(due.id());
        var caller = Jta.MANAGER.suspend();
        loop.ringForAll();
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        loop.close();
        Jta.MANAGER.resume(caller);
        Jta.MANAGER.rollback();

        assertThat(scheduler.getCompletedTaskCount() - before).isBetween(2L, 60L);
    }

    @Test
    void a_failure_that_is_its_own_cause_is_a_failure_like_others() {
        body =
                task -> {
                    IllegalStateException chicken = new IllegalStateException("chicken");
                    chicken.initCause(new IllegalStateException("egg", chicken));
                    throw chicken;
                };
        start(settings(SOON, Duration.ofSeconds(30)));

        awaitState(insert("default"), TaskState.FAILED);
    }

    @Test
    void a_body_that_dooms_its_transaction_has_failed() {
        body = task -> Jta.MANAGER.setRollbackOnly();
        start(settings(SOON, Duration.ofSeconds(30)));
        TaskId id = insert("default");

        awaitState(id, TaskState.FAILED);
        assertThat(info(id).lastError()).contains("BGTASK000612");
    }

    @Test
    void a_transaction_that_a_body_forgets_meets_no_other_task() {
        body = task -> Jta.MANAGER.begin();
        definition = APART;
        start(settings(SOON, Duration.ofSeconds(30)));

        for (int i = 0; i < 5; i++) {
            TaskId id = insert("default");
            awaitState(id, TaskState.SUCCEEDED);
            assertThat(info(id).attempts()).isOne();
        }
    }

    @Test
    void nothing_is_claimed_after_a_stop() {
        Worker worker = start(settings(SOON, Duration.ofSeconds(30)));
        worker.stop();

        TaskId id = insert("default");
        worker.wake("default", Duration.ZERO);

        await().during(Duration.ofMillis(500)).until(() -> info(id).state() == TaskState.READY);
    }

    @Test
    void a_queue_that_the_node_does_not_serve_is_left_alone() {
        start(settings(SOON, Duration.ofSeconds(30), Duration.ZERO, Set.of("served")));

        TaskId other = insert("other");
        TaskId served = insert("served");

        awaitState(served, TaskState.SUCCEEDED);
        assertThat(info(other).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void a_backlog_larger_than_the_slots_is_worked_off_without_polling() {
        Worker worker = start(settings(NEVER, Duration.ofSeconds(30)));
        for (int i = 0; i < 100; i++) {
            insert("default");
        }

        worker.wake("default", Duration.ZERO);

        await().atMost(Duration.ofSeconds(20)).untilAtomic(starts, equalTo(100));
    }

    private Worker start(WorkerSettings settings) {
        Stores own = store("node" + workers.size());
        WorkerEnvironment environment =
                new WorkerEnvironment(
                        "node" + workers.size(),
                        scheduler,
                        Executors.defaultThreadFactory(),
                        transactions(),
                        bodies());
        Worker worker =
                new Worker(
                        environment,
                        settings,
                        new TaskDefinitions(List.of(definition)),
                        own.leases(),
                        new ArgumentCodec(1_000));
        workers.add(worker);
        worker.start();
        return worker;
    }

    private static Transactions transactions() {
        return new Transactions() {
            @Override
            public void begin() throws Exception {
                Jta.MANAGER.begin();
            }

            @Override
            public void commit() throws Exception {
                Jta.MANAGER.commit();
            }

            @Override
            public boolean isMarkedForRollback() throws Exception {
                return Jta.MANAGER.getStatus() == Status.STATUS_MARKED_ROLLBACK;
            }

            @Override
            public void rollback() {
                try {
                    if (Jta.MANAGER.getTransaction() != null) {
                        Jta.MANAGER.rollback();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private Bodies bodies() {
        Map<Thread, TaskContext> current = new ConcurrentHashMap<>();
        return new Bodies() {
            @Override
            public Scope enter(TaskContext task) {
                current.put(Thread.currentThread(), task);
                return () -> current.remove(Thread.currentThread());
            }

            @Override
            public void invoke(TaskDefinition task, Object[] arguments) throws Throwable {
                starts.incrementAndGet();
                body.run(current.get(Thread.currentThread()));
            }
        };
    }

    private Stores store(String node) {
        Stores store =
                Stores.open(
                        new Stores.Surroundings(
                                dataSource, Jta.REGISTRY, TestProvider.ECLIPSELINK.properties()),
                        new StoreSettings("unused", SchemaMode.CREATE, null),
                        node,
                        Duration.ofSeconds(5));
        opened.add(store);
        return store;
    }

    private static WorkerSettings settings(Duration poll, Duration lease) {
        return settings(poll, lease, Duration.ofSeconds(20));
    }

    private static WorkerSettings settings(Duration poll, Duration lease, Duration shutdown) {
        return settings(poll, lease, shutdown, Set.of());
    }

    private static WorkerSettings settings(
            Duration poll, Duration lease, Duration shutdown, Set<String> queues) {
        return new WorkerSettings(
                true,
                queues,
                4,
                Map.of(),
                poll,
                lease,
                3,
                new Backoff(List.of(Duration.ofMillis(50)), 0),
                shutdown,
                new WorkerSettings.Retention(Duration.ofDays(1), Duration.ofDays(1)));
    }

    private TaskId insert(String queue) {
        Instant now = stores.tasks().now();
        NewTask task = task(queue, now, now);
        Jta.committed(() -> insert(task));
        return task.id();
    }

    private boolean insert(NewTask task) {
        stores.tasks().insert(List.of(task));
        return true;
    }

    private static NewTask task(String queue, Instant createdAt, Instant runAt) {
        Invocation invocation = new Invocation("task", TASK.signature(), "[]");
        return new NewTask(TaskIds.next(), invocation, queue, 0, 3, createdAt, runAt, null);
    }

    private void sql(String statement) {
        try (var connection = dataSource.getConnection();
                var prepared = connection.prepareStatement(statement)) {
            prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private TaskInfo info(TaskId id) {
        return Jta.committed(() -> stores.tasks().find(id)).orElseThrow();
    }

    private void awaitState(TaskId id, TaskState state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> info(id).state() == state);
    }
}
