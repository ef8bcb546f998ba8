package org.backgroundtasks.internal.cdi.node;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.cdi.server.EngineTime;
import org.backgroundtasks.internal.cdi.server.NodeName;
import org.backgroundtasks.internal.cdi.server.ServerName;
import org.backgroundtasks.internal.config.Settings;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.overview.ServedQueues;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.task.Durations;

/**
 * The store on the configured data source. The node opens it, and tries again until it can, so a
 * database that is started after the server is found. A call in a transaction waits for that, since
 * to open it itself would take a second connection, for which others in the same place may wait,
 * too. Until the node has begun, as while the application starts, each use opens it.
 */
@ApplicationScoped
public class StoreAccess {

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

    @Inject private Deployment deployment;
    @Inject private EngineTime time;
    @Inject private CallTransactions transactions;

    private final String node = NodeName.next();
    private final Opening<Stores> opening = new Opening<>(LONGEST_STATEMENT);
    private volatile boolean isLeftToNode;

    /** The name under which this deployment holds leases. */
    String node() {
        return node;
    }

    /** Says whether the node tries to open the store, again and again. */
    void leaveToNode(boolean isLeft) {
        isLeftToNode = isLeft;
    }

    public Stores stores() {
        Stores opened = opening.opened();
        if (opened != null) {
            return opened;
        }
        return isLeftToNode && transactions.isActive()
                ? opening.awaited()
                // Making tables must not be part of, nor commit, what the caller does.
                : opening.open(() -> transactions.outside(this::open));
    }

    private Stores open() {
        Settings settings = deployment.settings();
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
                                time.ticker(),
                                ServerName.ofApplication(),
                                served(settings.worker()),
                                Map.of()),
                        settings.store(),
                        node,
                        statement);
        lookForNeighbours(open.worker().upkeep());
        return open;
    }

    private static ServedQueues served(WorkerSettings worker) {
        if (!worker.enabled()) {
            return ServedQueues.NONE;
        }
        return worker.queues().isEmpty() ? ServedQueues.ALL : ServedQueues.of(worker.queues());
    }

    /** No task depends on it, and who looks now looks again. */
    static void lookForNeighbours(UpkeepStore upkeep) {
        try {
            upkeep.lookForNeighbours();
        } catch (RuntimeException e) {
            CallMessages.LOG.debug("Other applications were not looked for", e);
        }
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
        Stores opened = opening.opened();
        if (opened != null) {
            opened.close();
        }
    }
}
