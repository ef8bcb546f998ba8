package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.Probes;
import org.backgroundtasks.internal.store.SettleStore;
import org.backgroundtasks.internal.store.WorkerStore;
import org.backgroundtasks.internal.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes and tells the observers of them, in one transaction. When the observers leave that
 * unable to commit, the change is made without them.
 */
final class Announcer {

    private static final int TRIES = 5;
    private static final Duration LONGEST_FOR_AGAIN = Duration.ofSeconds(1);
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final SettleStore settling;
    private final Probes probes;
    private final Transactions transactions;
    private final Events events;
    private final Happenings happenings;

    Announcer(WorkerStore store, Transactions transactions, Events events, Happenings happenings) {
        this.settling = store.settling();
        this.probes = store.probes();
        this.transactions = transactions;
        this.events = events;
        this.happenings = happenings;
    }

    boolean isObserved(Class<? extends TaskEvent> type) {
        return events.isObserved(type);
    }

    /**
     * Makes a change; without a transaction of its own if nobody would hear of it.
     *
     * @param possible the types of events that may follow from it
     * @param change takes part in a transaction if there is one
     */
    <T> T change(
            Set<Class<? extends TaskEvent>> possible,
            Supplier<T> change,
            Function<? super T, ? extends Collection<? extends TaskEvent>> announcement) {
        return change(possible, change, announcement, any -> {}, change);
    }

    /**
     * Makes a change.
     *
     * @param last is done when the observers have been told, in the same transaction
     * @param otherwise is done when the observers have left the transaction unable to commit
     */
    <T> T change(
            Set<Class<? extends TaskEvent>> possible,
            Supplier<T> change,
            Function<? super T, ? extends Collection<? extends TaskEvent>> announcement,
            Consumer<T> last,
            Supplier<T> otherwise) {
        if (possible.stream().noneMatch(events::isObserved)) {
            return change.get();
        }
        try {
            return announcedInTheEnd(change, announcement, last);
        } catch (SpoiledException e) {
            WorkerMessages.LOG.observersLeftOut(e);
            return otherwise.get();
        }
    }

    /**
     * In a transaction at a strict level the database breaks off what it would not without. Some
     * servers take a connection that has ended into it, and go on with that.
     */
    private <T> T announcedInTheEnd(
            Supplier<T> change,
            Function<? super T, ? extends Collection<? extends TaskEvent>> announcement,
            Consumer<T> last)
            throws SpoiledException {
        for (int triesLeft = TRIES - 1; ; triesLeft--) {
            long begun = System.nanoTime();
            try {
                return announced(change, announcement, last);
            } catch (RuntimeException e) {
                UntoldException untold = e instanceof UntoldException one ? one : null;
                boolean wasQuick = System.nanoTime() - begun < LONGEST_FOR_AGAIN.toNanos();
                boolean mayGoAgain = untold != null && wasQuick || Conflicts.isBehind(e);
                if (triesLeft == 0 || !mayGoAgain || !pause()) {
                    throw untold == null ? e : untold.failure;
                }
                WorkerMessages.LOG.debug("A change failed; once more", e);
            }
        }
    }

    /** Returns whether the pause was not interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, LONGEST_PAUSE_MILLIS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Records what was no success; returns where the task stands now, or nothing if the lease was
     * lost.
     */
    Optional<TaskState> settle(RunningTask running, Outcome outcome) {
        return change(
                Happenings.OF_FAILURES,
                () -> settling.settle(running.lease(), outcome),
                state ->
                        state.map(now -> happenings.ended(running.task(), outcome, now))
                                .orElse(List.of()));
    }

    private <T> T announced(
            Supplier<T> change,
            Function<? super T, ? extends Collection<? extends TaskEvent>> announcement,
            Consumer<T> last)
            throws SpoiledException {
        try {
            Object own = transactions.begin();
            T result = changed(change);
            tell(own, announcement.apply(result));
            last.accept(result);
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
    void commit(Object own, Collection<? extends TaskEvent> announcement) throws Exception {
        tell(own, announcement);
        transactions.commit();
    }

    private void tell(Object own, Collection<? extends TaskEvent> announcement) throws Exception {
        for (TaskEvent event : announcement) {
            events.fire(event);
            Turn.goesOn();
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
    static final class SpoiledException extends Exception {

        SpoiledException(@Nullable Exception cause) {
            super(
                    "an observer has marked the transaction for rollback, ended it, or broken it",
                    cause);
        }
    }
}
