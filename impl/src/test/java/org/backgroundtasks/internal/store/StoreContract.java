package org.backgroundtasks.internal.store;

import static io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation.READ_COMMITTED;
import static io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation.REPEATABLE_READ;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.store.worker.ReclaimRules;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.store.worker.SettleStore;
import org.backgroundtasks.internal.store.worker.Standing;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every database must do, with every Jakarta Persistence provider: its subclasses are run with
 * each of both, on empty tables.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("org.backgroundtasks.internal.store.StoreContract#engines")
public abstract class StoreContract {

    static final String SIGNATURE = "known";
    static final ClaimFilter FILTER = ClaimFilter.all(Set.of(SIGNATURE));
    static final Duration LEASE = Duration.ofMinutes(5);
    static final Duration EXPIRED = Duration.ofSeconds(-1);

    @Parameter Engine engine;

    AgroalDataSource dataSource;
    Stores stores;
    TaskStore tasks;
    TaskQueries queries;
    ClaimStore claims;
    SettleStore settling;
    LeaseStore leases;
    UpkeepStore upkeep;
    Probes probes;

    record Engine(TestDatabase database, TestProvider provider, TransactionIsolation isolation) {

        AgroalDataSource open() {
            return database.open(isolation);
        }

        @Override
        public String toString() {
            return "%s with %s at %s".formatted(database, provider, isolation);
        }
    }

    /** Each database with each provider, at each level. */
    static Stream<Engine> engines() {
        return TestDatabase.there()
                .flatMap(
                        database ->
                                Arrays.stream(TestProvider.values())
                                        .flatMap(
                                                provider ->
                                                        Stream.of(READ_COMMITTED, REPEATABLE_READ)
                                                                .map(
                                                                        isolation ->
                                                                                new Engine(
                                                                                        database,
                                                                                        provider,
                                                                                        isolation))));
    }

    @BeforeEach
    void open() {
        engine.provider().install();
        dataSource = engine.open();
        stores = open(settings(SchemaMode.CREATE, null), "node");
        tasks = stores.tasks();
        queries = stores.queries();
        claims = stores.worker().claims();
        settling = stores.worker().settling();
        leases = stores.worker().leases();
        upkeep = stores.worker().upkeep();
        probes = stores.worker().probes();
    }

    @AfterEach
    void close() {
        stores.close();
        dataSource.close();
    }

    Stores open(StoreSettings settings, String node) {
        return open(dataSource, settings, node);
    }

    Stores open(DataSource dataSource, String node) {
        return open(dataSource, settings(SchemaMode.VALIDATE, null), node);
    }

    Stores open(DataSource dataSource, StoreSettings settings, String node) {
        return open(dataSource, settings, node, "");
    }

    Stores open(DataSource dataSource, StoreSettings settings, String node, String deployment) {
        return Stores.open(
                engine.provider().around(dataSource, deployment),
                settings,
                node,
                Duration.ofSeconds(10));
    }

    public static StoreSettings settings(SchemaMode mode, String databaseSchema) {
        return new StoreSettings("unused", mode, databaseSchema, "");
    }

    boolean insert(NewTask task) {
        return insert(List.of(task));
    }

    boolean insert(List<NewTask> many) {
        tasks.insert(many);
        return true;
    }

    NewTask stored() {
        return stored(3);
    }

    NewTask stored(int maxAttempts) {
        Instant now = tasks.now();
        NewTask task =
                new NewTask(
                        TaskIds.next(),
                        new Invocation("task", SIGNATURE, "[]"),
                        "default",
                        0,
                        maxAttempts,
                        now,
                        now,
                        "duke",
                        null,
                        null);
        Jta.committed(() -> insert(task));
        return task;
    }

    NewTask scheduledAndStored() {
        NewTask task = scheduled(tasks.now().plus(1, ChronoUnit.DAYS));
        Jta.committed(() -> insert(task));
        return task;
    }

    NewTask ready() {
        Instant now = tasks.now();
        return task("default", SIGNATURE, 0, now, now, "[]");
    }

    List<NewTask> ready(int count) {
        return IntStream.range(0, count).mapToObj(i -> ready()).toList();
    }

    NewTask scheduled(Instant runAt) {
        return task("default", SIGNATURE, 0, tasks.now(), runAt, "[]");
    }

    static NewTask task(
            String queue,
            String signature,
            int priority,
            Instant createdAt,
            Instant runAt,
            String arguments) {
        return new NewTask(
                TaskIds.next(),
                new Invocation("task", signature, arguments),
                queue,
                priority,
                3,
                createdAt,
                runAt,
                "duke",
                null,
                null);
    }

    List<ClaimedTask> claim(int limit) {
        return claim(ClaimLimit.of(limit), LEASE);
    }

    /** Claims so many, and lets their leases expire. */
    List<ClaimedTask> claimAndLose(int limit) {
        return claim(ClaimLimit.of(limit), EXPIRED);
    }

    List<ClaimedTask> claim(ClaimLimit limit, Duration lease) {
        return claims.claim(new ClaimRequest("default", FILTER, limit, lease));
    }

    Optional<TaskState> settle(Lease lease, Outcome outcome) {
        return settling.settle(lease, outcome).map(Standing::state);
    }

    List<Reclaimed> reclaim(int limit, int maxLosses) {
        return leases.reclaim(limit, rules(maxLosses), Set.of());
    }

    static ReclaimRules rules(int maxLosses) {
        return new ReclaimRules(maxLosses, Set.of(SIGNATURE), "lost");
    }

    /** For tests of what happens beside a row that somebody has locked. */
    void assumeLockedRowsAreSkipped() {
        assumeThat(engine.database().skipsLocked()).isTrue();
    }

    static List<Outcome> outcomes() {
        return List.of(
                new Outcome.Succeeded(),
                new Outcome.Retrying(Duration.ZERO, "e"),
                new Outcome.Failed("e"),
                new Outcome.Released());
    }

    TaskInfo info(NewTask task) {
        return Jta.committed(() -> queries.find(task.id())).orElseThrow();
    }
}
