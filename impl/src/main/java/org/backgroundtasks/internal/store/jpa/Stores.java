package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceProviderResolverHolder;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.OwnTransactions;
import org.backgroundtasks.internal.store.PauseBook;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.TaskQueries;
import org.backgroundtasks.internal.store.TaskStore;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.BoundedConnection;
import org.backgroundtasks.internal.store.jdbc.CallerTransaction;
import org.backgroundtasks.internal.store.jdbc.ConnectionWatch;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.JtaTrial;
import org.backgroundtasks.internal.store.jdbc.Statements;
import org.backgroundtasks.internal.store.key.KeyBook;
import org.backgroundtasks.internal.store.overview.Overview;
import org.backgroundtasks.internal.store.overview.ServedQueues;
import org.backgroundtasks.internal.store.schedule.ScheduleBook;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.sql.DatabaseClock;
import org.backgroundtasks.internal.store.sql.Neighbours;
import org.backgroundtasks.internal.store.sql.PostgresSignals;
import org.backgroundtasks.internal.store.sql.SqlOverview;
import org.backgroundtasks.internal.store.sql.SqlPauseBook;
import org.backgroundtasks.internal.store.sql.SqlTaskQueries;
import org.backgroundtasks.internal.store.sql.SqlWorkerStore;
import org.backgroundtasks.internal.store.sql.key.SqlKeyBook;
import org.backgroundtasks.internal.store.sql.schedule.SqlScheduleBook;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/** Opens the store on a data source. */
public final class Stores implements AutoCloseable {

    /**
     * What the providers are told, each its own. Only batching matters for speed, the rest for
     * being alone.
     */
    private static final Map<String, Object> PROPERTIES =
            Map.of(
                    "jakarta.persistence.schema-generation.database.action", "none",
                    "eclipselink.weaving", "false",
                    "eclipselink.jdbc.batch-writing", "JDBC",
                    "eclipselink.jdbc.batch-writing.size", "500",
                    "hibernate.jdbc.batch_size", "500",
                    "hibernate.hbm2ddl.auto", "none");

    private final EntityManagers entityManagers;
    private final TaskStore tasks;
    private final TaskQueries queries;
    private final ScheduleBook schedules;
    private final KeyBook keys;
    private final KeyBook keysOfWorker;
    private final PauseBook pauses;
    private final Overview overview;
    private final WorkerStore worker;
    private final Neighbours neighbours;
    private final Optional<Signals> signals;

    private Stores(
            EntityManagers entityManagers,
            TaskStore tasks,
            TaskQueries queries,
            ScheduleBook schedules,
            KeyBook keys,
            KeyBook keysOfWorker,
            PauseBook pauses,
            Overview overview,
            WorkerStore worker,
            Neighbours neighbours,
            Optional<Signals> signals) {
        this.entityManagers = entityManagers;
        this.tasks = tasks;
        this.queries = queries;
        this.schedules = schedules;
        this.keys = keys;
        this.keysOfWorker = keysOfWorker;
        this.pauses = pauses;
        this.overview = overview;
        this.worker = worker;
        this.neighbours = neighbours;
        this.signals = signals;
    }

    /**
     * Makes or checks the tables, tries the data source, and opens the store. To be called without
     * a transaction.
     *
     * @param node under which leases are held, never used before
     * @param statementTimeout of each statement
     */
    public static Stores open(
            Surroundings surroundings,
            StoreSettings settings,
            String node,
            Duration statementTimeout) {
        DataSource dataSource = surroundings.dataSource();
        Ticker ticker = surroundings.ticker();
        int seconds = (int) Math.max(1, statementTimeout.toSeconds());
        Dialect dialect;
        boolean isStrict;
        try (BoundedConnection connection = BoundedConnection.open(dataSource)) {
            dialect = Dialect.of(connection.get(), settings, ticker.isMovable());
            dialect.checkStorage(connection.get());
            dialect.checkSchema(connection.get());
            isStrict =
                    connection.get().getTransactionIsolation()
                            > Connection.TRANSACTION_READ_COMMITTED;
        } catch (SQLException e) {
            throw StoreMessages.LOG.failed("answer", e);
        }
        new Schema(dataSource, dialect).prepare(settings.schema());
        CallerTransaction transaction = new CallerTransaction(surroundings.transactions());
        ConnectionWatch watch = new ConnectionWatch(seconds);
        Statements statements = new Statements(seconds, dialect.types(), ticker);
        Jdbc jdbc = new Jdbc(dataSource, transaction, statements, watch, isStrict);
        new JtaTrial(jdbc, dialect).requireSuccess(surroundings.ownTransactions());
        DatabaseClock clock = clock(surroundings, statements, dialect);
        Neighbours neighbours =
                new Neighbours(
                        jdbc, dialect, node, surroundings.deployment(), surroundings.queues());
        PersistenceProvider provider = provider();
        EntityManagers entityManagers =
                new EntityManagers(factory(provider, surroundings, dialect), transaction);
        KeyBooks keys =
                (limit, watched) ->
                        new SqlKeyBook(
                                new Jdbc(
                                        dataSource,
                                        transaction,
                                        new Statements(limit, dialect.types(), ticker),
                                        watched,
                                        isStrict),
                                dialect,
                                transaction,
                                isStrict);
        JpaTaskStore tasks = new JpaTaskStore(entityManagers, jdbc, clock, dialect);
        try {
            new RowTrial(tasks, jdbc, dialect, provider.getClass().getName())
                    .requireSuccess(surroundings.ownTransactions());
        } catch (RuntimeException e) {
            entityManagers.close();
            throw e;
        }
        return new Stores(
                entityManagers,
                tasks,
                new SqlTaskQueries(jdbc, dialect),
                new SqlScheduleBook(jdbc, dialect, transaction),
                // Callers wait for each other as long as their transactions may take.
                keys.of(0, new ConnectionWatch(Integer.MAX_VALUE)),
                keys.of(1, watch),
                new SqlPauseBook(jdbc, dialect, transaction),
                new SqlOverview(jdbc, dialect),
                SqlWorkerStore.of(jdbc, dialect, clock, neighbours, node, isStrict),
                neighbours,
                dialect.notifies()
                        ? Optional.of(new PostgresSignals(jdbc, dataSource))
                        : Optional.empty());
    }

    /** Makes the key book of those who wait so many seconds at most; of all who do for zero. */
    private interface KeyBooks {
        KeyBook of(int seconds, ConnectionWatch watch);
    }

    private static DatabaseClock clock(
            Surroundings surroundings, Statements statements, Dialect dialect) {
        try (BoundedConnection connection = BoundedConnection.open(surroundings.dataSource())) {
            // Not before there is a connection, for which it may have to wait.
            long asked = surroundings.ticker().nanoTime();
            String question = DatabaseClock.question(dialect);
            Instant now = statements.query(connection.get(), question, row -> row.time(1)).get(0);
            return new DatabaseClock(surroundings.ticker(), now, asked);
        } catch (SQLException e) {
            throw StoreMessages.LOG.failed("tell its time", e);
        }
    }

    private static PersistenceProvider provider() {
        List<PersistenceProvider> providers =
                PersistenceProviderResolverHolder.getPersistenceProviderResolver()
                        .getPersistenceProviders();
        if (providers.isEmpty()) {
            throw StoreMessages.LOG.noProvider();
        }
        return providers.get(0);
    }

    private static EntityManagerFactory factory(
            PersistenceProvider provider, Surroundings surroundings, Dialect dialect) {
        Map<String, @Nullable Object> properties =
                GlobalSettings.shutOut(provider, surroundings.dataSource());
        properties.putAll(PROPERTIES);
        // EclipseLink shares what it knows of a unit by this name, also with another application's.
        properties.put("eclipselink.session-name", "background-tasks-" + UUID.randomUUID());
        properties.putAll(surroundings.providerProperties());
        EntityManagerFactory factory =
                provider.createContainerEntityManagerFactory(
                        new TaskUnit(
                                surroundings.dataSource(), provider.getClass().getName(), dialect),
                        properties);
        try {
            // At the first one EclipseLink asks the database about itself: not in a transaction of
            // a caller.
            factory.createEntityManager().close();
            return factory;
        } catch (PersistenceException e) {
            factory.close();
            throw StoreMessages.LOG.failed("answer", e);
        }
    }

    public TaskStore tasks() {
        return tasks;
    }

    public TaskQueries queries() {
        return queries;
    }

    /** What callers do with schedules. */
    public ScheduleBook schedules() {
        return schedules;
    }

    /**
     * What callers do with keys. They wait for each other as long as their transactions may take.
     */
    public KeyBook keys() {
        return keys;
    }

    /** What callers do with pauses. */
    public PauseBook pauses() {
        return pauses;
    }

    /** What queues and limits look like as a whole. */
    public Overview overview() {
        return overview;
    }

    /** What callers do with keys, for the worker, which waits for a second at most. */
    public KeyBook keysOfWorker() {
        return keysOfWorker;
    }

    /** What the worker of this node does. */
    public WorkerStore worker() {
        return worker;
    }

    /** The way to signal to other nodes; empty if the database has none. */
    public Optional<Signals> signals() {
        return signals;
    }

    @Override
    public void close() {
        neighbours.leave();
        entityManagers.close();
    }

    /**
     * What the server provides.
     *
     * @param ticker how time passes
     * @param deployment what the server calls the application; empty if it does not say
     * @param queues that the node serves
     * @param providerProperties for the Jakarta Persistence provider where it cannot know the
     *     server by itself
     */
    public record Surroundings(
            DataSource dataSource,
            TransactionSynchronizationRegistry transactions,
            OwnTransactions ownTransactions,
            Ticker ticker,
            String deployment,
            ServedQueues queues,
            Map<String, Object> providerProperties) {}
}
