package org.backgroundtasks.internal.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.backgroundtasks.internal.config.Settings;
import org.backgroundtasks.internal.store.Stores;
import org.backgroundtasks.internal.task.Durations;
import org.jspecify.annotations.Nullable;

/**
 * The store on the configured data source, opened at first use. When that fails, the next use tries
 * again, so a database that is started after the server is found.
 */
@ApplicationScoped
class StoreAccess {

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

    @Inject private BackgroundExtension extension;
    @Inject private CallTransactions transactions;

    private final String node = NodeName.next();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Stores stores;

    /** The name under which this deployment holds leases. */
    String node() {
        return node;
    }

    Stores stores() {
        Stores open = stores;
        return open == null ? open() : open;
    }

    private Stores open() {
        if (!takeTurn()) {
            throw CallMessages.LOG.storeIsOpening();
        }
        try {
            Stores open = stores;
            if (open == null) {
                // Making tables must not be part of, nor commit, what the caller does.
                open = transactions.outside(this::opened);
                stores = open;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    /**
     * Who asks while somebody else tries to connect waits, but not for as long as that may take.
     */
    private boolean takeTurn() {
        try {
            return opening.tryLock(LONGEST_STATEMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Stores opened() {
        Settings settings = extension.deployment().settings();
        // A heartbeat comes each third of a lease. One that hangs for this long, and then for the
        // ten seconds that PostgreSQL's driver gives its own cancelling, leaves time for another.
        Duration sixth = settings.worker().lease().dividedBy(6);
        Duration statement = Durations.shorter(sixth, LONGEST_STATEMENT);
        DataSource dataSource = dataSource(settings.store().dataSource());
        Stores open =
                Stores.open(
                        new Stores.Surroundings(
                                dataSource,
                                transactions.registry(),
                                transactions,
                                ServerName.ofApplication(),
                                Map.of()),
                        settings.store(),
                        node,
                        statement);
        try {
            open.leases().lookForNeighbours();
        } catch (RuntimeException e) {
            // No task depends on it, and a worker looks again.
            CallMessages.LOG.debug("Other applications were not looked for", e);
        }
        return open;
    }

    private static DataSource dataSource(String name) {
        try {
            return (DataSource) new InitialContext().lookup(name);
        } catch (NamingException | ClassCastException e) {
            throw CallMessages.LOG.noDataSource(name, e);
        }
    }

    @PreDestroy
    void close() {
        Stores open = stores;
        if (open != null) {
            open.close();
        }
    }
}
