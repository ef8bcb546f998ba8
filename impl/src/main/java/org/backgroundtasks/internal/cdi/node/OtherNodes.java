package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Consumer;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.server.EngineTime;
import org.backgroundtasks.internal.cdi.server.ServerThreads;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.worker.claim.Notifier;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes, which are told of tasks that were stored here: if that is asked for, and the
 * database has a way. Else they find them by polling.
 */
@ApplicationScoped
public class OtherNodes {

    @Inject private Deployment deployment;
    @Inject private EngineTime time;
    @Inject private StoreAccess access;
    @Inject private ServerThreads threads;

    private volatile @Nullable Notifier notifier;

    /** Tells that a queue has a READY task. Throws nothing. */
    void tell(String queue) {
        tell(known -> known.tell(queue));
    }

    /** Tells that something has become, or will soon be, due in some queue. Throws nothing. */
    void tellOfAll() {
        tell(Notifier::tellOfAll);
    }

    private void tell(Consumer<Notifier> what) {
        try {
            Notifier known = notifier();
            if (known != null) {
                what.accept(known);
            }
        } catch (RuntimeException e) {
            CallMessages.LOG.debug("Other nodes find by polling what they could not be told", e);
        }
    }

    private @Nullable Notifier notifier() {
        Notifier known = notifier;
        if (known != null) {
            return known;
        }
        Signals signals = signals();
        if (signals != null) {
            notifier = new Notifier(signals, threads.upkeep(), threads::inUnit, time.ticker());
        }
        return notifier;
    }

    /** The way to other nodes, if it is asked for and there is one. */
    @Nullable Signals signals() {
        return deployment.settings().notifies() ? access.stores().signals().orElse(null) : null;
    }
}
