package org.backgroundtasks.testing;

import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceProviderResolver;
import jakarta.persistence.spi.PersistenceProviderResolverHolder;
import jakarta.transaction.TransactionManager;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.overview.ServedQueues;
import org.backgroundtasks.internal.time.Ticker;
import org.eclipse.persistence.platform.server.ServerPlatformBase;
import org.eclipse.persistence.sessions.DatabaseSession;
import org.eclipse.persistence.transaction.JTATransactionController;

/** The two providers of the servers, told where the transaction manager is. */
public enum TestProvider {
    ECLIPSELINK(
            new org.eclipse.persistence.jpa.PersistenceProvider(),
            Map.of("eclipselink.target-server", NarayanaPlatform.class.getName())),
    HIBERNATE(
            new org.hibernate.jpa.HibernatePersistenceProvider(),
            Map.of("hibernate.transaction.jta.platform", "JBossTS"));

    private final PersistenceProvider provider;
    private final Map<String, Object> properties;

    TestProvider(PersistenceProvider provider, Map<String, Object> properties) {
        this.provider = provider;
        this.properties = properties;
    }

    /** What a store on a data source needs, with this provider. */
    public Stores.Surroundings around(DataSource dataSource) {
        return around(dataSource, "");
    }

    /**
     * The same.
     *
     * @param deployment what the server calls the application
     */
    public Stores.Surroundings around(DataSource dataSource, String deployment) {
        return around(dataSource, deployment, Ticker.SYSTEM);
    }

    /** The same, of a node that serves some queues. */
    public Stores.Surroundings around(
            DataSource dataSource, String deployment, ServedQueues queues) {
        return new Stores.Surroundings(
                dataSource, Jta.REGISTRY, Jta.OWN, Ticker.SYSTEM, deployment, queues, properties);
    }

    /** The same, with time that a test moves on. */
    public Stores.Surroundings around(DataSource dataSource, String deployment, Ticker ticker) {
        return new Stores.Surroundings(
                dataSource,
                Jta.REGISTRY,
                Jta.OWN,
                ticker,
                deployment,
                ServedQueues.ALL,
                properties);
    }

    /** Makes this the only provider, as on a server. */
    public void install() {
        PersistenceProviderResolverHolder.setPersistenceProviderResolver(
                new PersistenceProviderResolver() {
                    @Override
                    public List<PersistenceProvider> getPersistenceProviders() {
                        return List.of(provider);
                    }

                    @Override
                    public void clearCachedProviders() {
                        // Nothing is cached.
                    }
                });
    }

    /** EclipseLink's word for a server: it wants to know the transaction manager. */
    public static final class NarayanaPlatform extends ServerPlatformBase {

        public NarayanaPlatform(DatabaseSession session) {
            super(session);
        }

        @Override
        public Class<Controller> getExternalTransactionControllerClass() {
            return Controller.class;
        }
    }

    /** Its way to the transaction manager. */
    public static final class Controller extends JTATransactionController {

        @Override
        protected TransactionManager acquireTransactionManager() {
            return Jta.MANAGER;
        }
    }
}
