package org.backgroundtasks.internal.worker.event;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.Events;
import org.backgroundtasks.internal.worker.Transactions;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.job.GuardedJob;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes and tells the observers of them, in one transaction. When the observers leave that
 * unable to commit, the change is made without them.
 */
public final class EventPublisher {

    private static final int TRIES = 5;
    private static final Duration LONGEST_FOR_AGAIN = Duration.ofSeconds(1);

    private final Probes probes;
    private final Transactions transactions;
    private final Events events;
    private final Ticker ticker;

    public EventPublisher(Probes probes, Transactions transactions, Events events, Ticker ticker) {
        this.probes = probes;
        this.transactions = transactions;
        this.events = events;
        this.ticker = ticker;
    }

    public boolean isObserved(Class<? extends TaskEvent> type) {
        return events.isObserved(type);
    }

    /** Makes a change; without a transaction of its own if nobody would hear of it. */
    public <T> T change(Change<T> change) {
        if (change.possible().stream().anyMatch(events::isObserved)) {
            try {
                return announcedInTheEnd(change);
            } catch (SpoiledException e) {
                WorkerMessages.LOG.observersLeftOut(e);
                return change.otherwise() == null
                        ? change(change.untold())
                        : change.otherwise().get();
            }
        }
        return change.isWhole() ? whole(change.untold()) : change.work().get();
    }

    private <T> T whole(Change<T> change) {
        try {
            return announcedInTheEnd(change);
        } catch (SpoiledException e) {
            throw WorkerMessages.LOG.notCommitted(e);
        }
    }

    /**
     * In a transaction at a strict level the database breaks off what it would not without. Some
     * servers take a connection that has ended into it, and go on with that.
     */
    private <T> T announcedInTheEnd(Change<T> change) throws SpoiledException {
        for (int triesLeft = TRIES - 1; ; triesLeft--) {
            long begun = ticker.nanoTime();
            try {
                return announced(change);
            } catch (RuntimeException e) {
                UntoldException untold = e instanceof UntoldException one ? one : null;
                boolean wasQuick = ticker.nanoTime() - begun < LONGEST_FOR_AGAIN.toNanos();
                boolean mayGoAgain = untold != null && wasQuick || Conflicts.isBehind(e);
                if (triesLeft == 0 || !mayGoAgain || !Conflicts.pause()) {
                    throw untold == null ? e : untold.failure;
                }
                WorkerMessages.LOG.debug("A change failed; once more", e);
            }
        }
    }

    private <T> T announced(Change<T> change) throws SpoiledException {
        try {
            Object own = transactions.begin();
            T result = changed(change.work());
            tell(own, change.events().apply(result));
            change.last().accept(result);
            transactions.commit();
            return result;
        } catch (RuntimeException | Error | SpoiledException e) {
            transactions.rollback();
            throw e;
        } catch (Exception e) {
            transactions.rollback();
            throw WorkerMessages.LOG.notCommitted(e);
        }
    }

    private <T> T changed(Supplier<T> change) {
        try {
            probes.relaxTransaction();
            return change.get();
        } catch (RuntimeException e) {
            throw new UntoldException(e);
        }
    }

    /**
     * Tells the observers of what was done in a transaction, and commits it.
     *
     * @param own the transaction
     * @throws SpoiledException if the observers have left it unable to commit; it is to be rolled
     *     back
     */
    public void commit(Object own, Collection<? extends TaskEvent> announcement) throws Exception {
        tell(own, announcement);
        transactions.commit();
    }

    private void tell(Object own, Collection<? extends TaskEvent> announcement) throws Exception {
        for (TaskEvent event : announcement) {
            events.fire(event);
            GuardedJob.goesOn();
        }
        if (!announcement.isEmpty()) {
            requireUnspoiled(own);
        }
    }

    private void requireUnspoiled(Object own) throws Exception {
        if (!own.equals(transactions.committable())) {
            throw new SpoiledException(null);
        }
        try {
            // PostgreSQL refuses everything after an error, and says so only when asked.
            probes.probe();
        } catch (RuntimeException e) {
            throw new SpoiledException(e);
        }
    }

    /** A change has failed of which nobody has been told. */
    private static final class UntoldException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final RuntimeException failure;

        UntoldException(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Observers have left a transaction unable to commit. */
    public static final class SpoiledException extends Exception {

        SpoiledException(@Nullable Exception cause) {
            super(
                    "an observer has marked the transaction for rollback, ended it, or broken it",
                    cause);
        }
    }
}
