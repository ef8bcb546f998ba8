package org.backgroundtasks.internal.worker;

import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.backgroundtasks.event.TaskEvent;

/**
 * Makes changes and tells the observers of them, in one transaction. When the observers leave that
 * unable to commit, the change is made without them.
 */
final class Announcer {

    private final Transactions transactions;
    private final Events events;

    Announcer(Transactions transactions, Events events) {
        this.transactions = transactions;
        this.events = events;
    }

    /**
     * Makes a change; without a transaction of its own if nobody would hear of it.
     *
     * @param possible the types of events that may follow from it
     * @param change takes part in a transaction if there is one, and can be made again after a
     *     rollback
     */
    <T> T change(
            Set<Class<? extends TaskEvent>> possible,
            Supplier<T> change,
            Function<? super T, ? extends Collection<? extends TaskEvent>> announcement) {
        if (possible.stream().noneMatch(events::isObserved)) {
            return change.get();
        }
        try {
            return announced(change, announcement);
        } catch (NotCommittedException e) {
            WorkerMessages.LOG.observersLeftOut(e.getCause());
            return change.get();
        }
    }

    private <T> T announced(
            Supplier<T> change,
            Function<? super T, ? extends Collection<? extends TaskEvent>> announcement)
            throws NotCommittedException {
        T result;
        try {
            transactions.begin();
            result = change.get();
        } catch (RuntimeException | Error e) {
            transactions.rollback();
            throw e;
        } catch (Exception e) {
            throw new NotCommittedException(e);
        }
        commit(announcement.apply(result));
        return result;
    }

    /**
     * Tells the observers of what was done in the current transaction, and commits it.
     *
     * @throws NotCommittedException if that was not possible; everything is rolled back
     */
    void commit(Collection<? extends TaskEvent> announcement) throws NotCommittedException {
        announcement.forEach(events::fire);
        try {
            transactions.commit();
        } catch (Exception e) {
            transactions.rollback();
            throw new NotCommittedException(e);
        }
    }

    /** What observers were told of could not commit. */
    static final class NotCommittedException extends Exception {

        NotCommittedException(Exception cause) {
            super(cause);
        }
    }
}
