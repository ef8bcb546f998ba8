package org.backgroundtasks.internal.worker;

import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import jakarta.transaction.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.backgroundtasks.ArgumentUpcaster;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.ScheduleMissed;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskKey;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.job.PeriodicJob;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.internal.worker.node.WorkerFeatures;
import org.backgroundtasks.internal.worker.run.TaskThreads;
import org.backgroundtasks.internal.worker.schedule.ScheduleFeature;
import org.backgroundtasks.internal.worker.settle.SettleHook;
import org.backgroundtasks.testing.Around;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.Switch;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestOptions;
import org.backgroundtasks.testing.TestProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker without a server: real threads, a real transaction manager, and a real database, of each
 * kind that claims in its own way.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "MARIADB", "POSTGRESQL"})
public abstract class WorkerHarness {

    static final Duration NEVER = Duration.ofHours(1);
    public static final Duration SOON = Duration.ofMillis(100);
    static final TaskDefinition TASK =
            new TaskDefinition(TestOptions.named("task").maxAttempts(3).get(), List.of(), true);

    static final TaskDefinition APART = new TaskDefinition(TASK.options(), List.of(), false);

    /** What a body does. */
    interface Body {
        void run(TaskContext task) throws Exception;
    }

    final ScheduledThreadPoolExecutor scheduler =
            new ScheduledThreadPoolExecutor(4) {
                @Override
                public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
                    if (refusesTimers) {
                        throw new RejectedExecutionException("about to stop");
                    }
                    return super.schedule(work, delay, unit);
                }
            };
    final List<Worker> workers = new ArrayList<>();
    final List<Stores> opened = new ArrayList<>();
    final AtomicInteger starts = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);
    @Parameter TestDatabase engine;
    AgroalDataSource dataSource;
    Switch database;
    Stores stores;
    Body body = task -> {};
    int concurrency = 4;
    Duration backoff = Duration.ofMillis(50);
    int maxConcurrency = 16;
    Around storeCalls = Around.nothing();
    TaskDefinition definition = TASK;
    Signals signals;
    Ticker ticker = Ticker.SYSTEM;
    List<SettleHook> hooks = List.of();
    List<PeriodicJob> jobs = List.of();
    ScheduleFeature schedules;
    TaskKey keyOfSchedule;
    Map<String, LimitRule> queueLimits = Map.of();
    Map<String, Map<String, Integer>> queueWeights = Map.of();
    Function<Invocation, String> lanes = call -> Lane.NONE;

    List<ArgumentUpcaster> upcasters = List.of();
    final List<List<Object>> received = new CopyOnWriteArrayList<>();
    final List<ScheduleMissed> missed = new CopyOnWriteArrayList<>();
    UnaryOperator<Transactions> transactions = UnaryOperator.identity();
    final AtomicInteger units = new AtomicInteger();
    volatile boolean refusesUnits;
    volatile boolean refusesTimers;
    final List<TaskEvent> heard = new CopyOnWriteArrayList<>();
    Consumer<TaskEvent> observer;

    @BeforeEach
    void open() {
        TestProvider.ECLIPSELINK.install();
        dataSource = engine.open();
        database = new Switch(dataSource);
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

    Worker start(WorkerSettings settings) {
        Stores own = store("node" + workers.size());
        WorkerEnvironment environment = environment("node" + workers.size());
        Worker worker =
                new Worker(
                        environment,
                        settings,
                        new TaskDefinitions(List.of(definition)),
                        StoreCalls.wrap(own.worker(), storeCalls),
                        new ArgumentCodec(1_000),
                        new WorkerFeatures(hooks, jobs, signals, schedules, upcasters, lanes));
        workers.add(worker);
        worker.start();
        return worker;
    }

    WorkerEnvironment environment(String node) {
        return new WorkerEnvironment(
                node,
                ticker,
                scheduler,
                scheduler,
                Executors.defaultThreadFactory(),
                TaskThreads.pool(Executors.defaultThreadFactory()),
                work -> {
                    units.incrementAndGet();
                    if (refusesUnits) {
                        throw new RejectedExecutionException("about to stop");
                    }
                    work.run();
                },
                transactions.apply(transactions()),
                bodies(),
                events());
    }

    static Transactions transactions() {
        return new Transactions() {
            @Override
            public Object begin() throws Exception {
                Jta.MANAGER.begin();
                return Jta.REGISTRY.getTransactionKey();
            }

            @Override
            public Object committable() throws Exception {
                return Jta.MANAGER.getStatus() == Status.STATUS_ACTIVE
                        ? Jta.REGISTRY.getTransactionKey()
                        : null;
            }

            @Override
            public void commit() throws Exception {
                Jta.MANAGER.commit();
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

    Events events() {
        return new Events() {
            @Override
            public boolean isObserved(Class<?> type) {
                return observer != null;
            }

            @Override
            public void fire(Object event) {
                if (event instanceof ScheduleMissed instants) {
                    missed.add(instants);
                } else {
                    heard.add((TaskEvent) event);
                    observer.accept((TaskEvent) event);
                }
            }
        };
    }

    Bodies bodies() {
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
                received.add(Arrays.asList(arguments));
                body.run(current.get(Thread.currentThread()));
            }
        };
    }

    Stores store(String node) {
        Stores store =
                Stores.open(
                        TestProvider.ECLIPSELINK.around(database.dataSource(), "", ticker),
                        new StoreSettings("unused", SchemaMode.CREATE, null, ""),
                        node,
                        Duration.ofSeconds(5));
        opened.add(store);
        return store;
    }

    WorkerSettings settings(Duration poll, Duration lease) {
        return settings(poll, lease, Duration.ofSeconds(20));
    }

    WorkerSettings settings(Duration poll, Duration lease, Duration shutdown) {
        return settings(poll, lease, shutdown, Set.of());
    }

    WorkerSettings settings(Duration poll, Duration lease, Duration shutdown, Set<String> queues) {
        return new WorkerSettings(
                true,
                queues,
                concurrency,
                Map.of(),
                queueLimits,
                queueWeights,
                maxConcurrency,
                poll,
                lease,
                3,
                3,
                new Backoff(List.of(backoff), 0),
                shutdown,
                new WorkerSettings.Retention(
                        Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(30), 1_000));
    }

    /** Due tasks of a lane, not yet stored. */
    List<NewTask> tasks(int count, String queue, String lane) {
        Instant now = stores.tasks().now();
        return IntStream.range(0, count).mapToObj(any -> task(queue, now, now).in(lane)).toList();
    }

    /** Stores tasks, all in one transaction. */
    List<TaskId> insert(List<NewTask> all) {
        Jta.committed(
                () -> {
                    stores.tasks().insert(all);
                    return null;
                });
        return all.stream().map(NewTask::id).toList();
    }

    void awaitAll(Collection<TaskId> tasks) {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                tasks.stream()
                                        .allMatch(id -> info(id).state() == TaskState.SUCCEEDED));
    }

    /** Leaves a task with a worker that does not come back. */
    void claimForTheDead(Duration lease) {
        store("dead")
                .worker()
                .claims()
                .claim(
                        new ClaimRequest(
                                "default",
                                ClaimFilter.all(Set.of(TASK.signature())),
                                ClaimLimit.of(1),
                                lease));
    }

    TaskId insert(String queue) {
        Instant now = stores.tasks().now();
        NewTask task = task(queue, now, now);
        Jta.committed(() -> insert(task));
        return task.id();
    }

    List<TaskId> insertMany(int count) {
        return IntStream.range(0, count).mapToObj(any -> insert("default")).toList();
    }

    boolean insert(NewTask task) {
        stores.tasks().insert(List.of(task));
        return true;
    }

    static NewTask task(String queue, Instant createdAt, Instant runAt) {
        return task(queue, "[]", createdAt, runAt);
    }

    static NewTask task(String queue, String arguments, Instant createdAt, Instant runAt) {
        Invocation invocation = new Invocation("task", TASK.signature(), arguments);
        return new NewTask(
                TaskIds.next(), invocation, queue, 0, 3, createdAt, runAt, null, null, null);
    }

    void sql(String statement) {
        TestDatabase.execute(dataSource, statement);
    }

    List<String> texts(String query) {
        try (var connection = dataSource.getConnection();
                var prepared = connection.prepareStatement(query);
                var rows = prepared.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static TaskDefinition other(String name) {
        return new TaskDefinition(TestOptions.named(name).get(), List.of(), true);
    }

    static TaskDefinition sharing(int batch) {
        return new TaskDefinition(
                TestOptions.named("task").maxAttempts(3).batch(batch).get(), List.of(), true);
    }

    /** Stores tasks from inside the worker, as on a server. */
    TaskStorage storage() {
        return new TaskStorage() {
            @Override
            public void store(List<NewTask> tasks) {
                stores.tasks().insert(tasks);
                tasks.forEach(this::wake);
            }

            @Override
            public boolean storeIfAbsent(NewTask task) {
                boolean isStored = stores.tasks().insertIfAbsent(task);
                if (isStored) {
                    wake(task);
                }
                return isStored;
            }

            @Override
            public List<Taking> takeKeys(List<NewTask> tasks, TaskId superseded) {
                return keyOfSchedule == null
                        ? tasks.stream().<Taking>map(Taking.Taken::new).toList()
                        : stores.keys()
                                .take(
                                        tasks.stream()
                                                .map(task -> task.with(keyOfSchedule))
                                                .map(
                                                        task ->
                                                                new KeyedTask(
                                                                        task,
                                                                        OnConflict.KEEP,
                                                                        null,
                                                                        superseded))
                                                .toList());
            }

            private void wake(NewTask task) {
                Jta.afterCommit(
                        () ->
                                workers.forEach(
                                        worker -> worker.wake(task.queue(), Duration.ZERO, 1)));
            }
        };
    }

    TaskInfo info(TaskId id) {
        return Jta.committed(() -> stores.queries().find(id)).orElseThrow();
    }

    void awaitState(TaskId id, TaskState state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> info(id).state() == state);
    }

    static void pause(Duration duration) {
        await().pollDelay(duration).atMost(duration.plusSeconds(5)).until(() -> true);
    }
}
