package org.backgroundtasks.internal.store;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceProviderResolverHolder;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.backgroundtasks.internal.config.StoreSettings;

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
    private final DatabaseClock clock;
    private final TaskStore tasks;
    private final LeaseStore leases;
    private final Optional<Signals> signals;

    private Stores(
            EntityManagers entityManagers,
            DatabaseClock clock,
            TaskStore tasks,
            LeaseStore leases,
            Optional<Signals> signals) {
        this.entityManagers = entityManagers;
        this.clock = clock;
        this.tasks = tasks;
        this.leases = leases;
        this.signals = signals;
    }

    /**
     * Makes or checks the tables, and opens the store. To be called without a transaction.
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
        int seconds = (int) Math.max(1, statementTimeout.toSeconds());
        Dialect dialect = dialect(dataSource);
        Schema schema = new Schema(dataSource, dialect, settings);
        schema.prepare();
        ConnectionWatch watch = new ConnectionWatch(seconds);
        Jdbc jdbc = new Jdbc(dataSource, surroundings.transactions(), seconds, watch);
        EngineSql sql = new EngineSql(dialect, schema.tasks(), schema.failures());
        DatabaseClock clock = clock(dataSource, dialect);
        EntityManagers entityManagers =
                new EntityManagers(factory(surroundings, settings), surroundings.transactions());
        return new Stores(
                entityManagers,
                clock,
                new JpaTaskStore(entityManagers, jdbc, clock, sql),
                new SqlLeaseStore(
                        jdbc, watch, clock, dialect.claims(jdbc, schema.tasks(), node), sql, node),
                dialect.signals(jdbc, dataSource));
    }

    private static Dialect dialect(DataSource dataSource) {
        try (BoundedConnection connection = BoundedConnection.open(dataSource)) {
            return Dialect.of(connection.get());
        } catch (SQLException e) {
            throw StoreMessages.LOG.failed("answer", e);
        }
    }

    private static DatabaseClock clock(DataSource dataSource, Dialect dialect) {
        long asked = System.nanoTime();
        try (BoundedConnection connection = BoundedConnection.open(dataSource);
                Statement statement = connection.get().createStatement();
                ResultSet row = statement.executeQuery("select " + dialect.now())) {
            row.next();
            return new DatabaseClock(System::nanoTime, row.getTimestamp(1).toInstant(), asked);
        } catch (SQLException e) {
            throw StoreMessages.LOG.failed("tell its time", e);
        }
    }

    private static EntityManagerFactory factory(Surroundings surroundings, StoreSettings settings) {
        List<PersistenceProvider> providers =
                PersistenceProviderResolverHolder.getPersistenceProviderResolver()
                        .getPersistenceProviders();
        if (providers.isEmpty()) {
            throw StoreMessages.LOG.noProvider();
        }
        PersistenceProvider provider = providers.get(0);
        Map<String, Object> properties = new HashMap<>(PROPERTIES);
        // EclipseLink shares what it knows of a unit by this name, also with another application's.
        properties.put("eclipselink.session-name", "background-tasks-" + UUID.randomUUID());
        properties.putAll(surroundings.providerProperties());
        return provider.createContainerEntityManagerFactory(
                new TaskUnit(
                        surroundings.dataSource(),
                        provider.getClass().getName(),
                        settings.databaseSchema()),
                properties);
    }

    /**
     * Whether the database should be asked for its time again, by a {@link LeaseStore#survey()}.
     */
    public boolean isClockStale() {
        return clock.isStale();
    }

    public TaskStore tasks() {
        return tasks;
    }

    public LeaseStore leases() {
        return leases;
    }

    /** The way to signal to other nodes; empty if the database has none. */
    public Optional<Signals> signals() {
        return signals;
    }

    @Override
    public void close() {
        entityManagers.close();
    }

    /**
     * What the server provides.
     *
     * @param providerProperties for the Jakarta Persistence provider where it cannot know the
     *     server by itself
     */
    public record Surroundings(
            DataSource dataSource,
            TransactionSynchronizationRegistry transactions,
            Map<String, Object> providerProperties) {}
}
