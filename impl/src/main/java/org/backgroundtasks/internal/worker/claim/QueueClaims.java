package org.backgroundtasks.internal.worker.claim;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.worker.limit.ClaimResult;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;
import org.backgroundtasks.internal.worker.run.Starter;

/**
 * Claims from one queue as much as there is room for, and knows which queues may have more. Used by
 * one thread at a time, but for the backlog.
 */
public final class QueueClaims {

    private final WorkerSettings settings;
    private final OpenQueues open;
    private final QueueExecutors executors;
    private final Quarantine quarantine;
    private final Claimant claimant;
    private final Starter starter;
    private final Consumer<String> asksAgain;
    private final Set<String> backlog = ConcurrentHashMap.newKeySet();
    private boolean isCautious;

    /**
     * Prepares to claim.
     *
     * @param asksAgain asks for another claim from a queue
     */
    public QueueClaims(
            WorkerSettings settings,
            OpenQueues open,
            QueueExecutors executors,
            Quarantine quarantine,
            Claimant claimant,
            Starter starter,
            Consumer<String> asksAgain) {
        this.settings = settings;
        this.open = open;
        this.executors = executors;
        this.quarantine = quarantine;
        this.claimant = claimant;
        this.starter = starter;
        this.asksAgain = asksAgain;
    }

    /** Gives back what a claim has taken whose answer did not come through. */
    void recover() {
        claimant.recover();
    }

    /** Says whether no more is to be claimed than there are threads for. */
    void beCautious(boolean cautious) {
        isCautious = cautious;
    }

    /** Claims from a queue. */
    void claim(String queue) {
        if (!open.isOpen(queue)) {
            return;
        }
        // Noted before the room is counted: what ends from here on asks for another poll.
        backlog.add(queue);
        QueueExecutor executor = executors.of(queue);
        boolean isHeldBack = quarantine.holdsBack(queue);
        boolean wasKept;
        try {
            if (!isHeldBack && !claimIfRoom(executor) && !executor.want()) {
                // It was given back in between, which nobody else will tell of.
                claimIfRoom(executor);
            }
        } finally {
            wasKept = executors.budget().settle(executor);
        }
        // Others are held back as well, and asked again with all queues.
        if (wasKept && !isHeldBack) {
            starter.handOn();
        }
    }

    /** Returns whether there was room. */
    private boolean claimIfRoom(QueueExecutor executor) {
        ClaimLimit room =
                (isCautious ? ClaimLimit.of(executor.free()) : executor.room())
                        .within(executors.heldBytes().left());
        boolean isRoom = room.isLeft(0, 0);
        if (isRoom) {
            claim(executor, room);
        }
        return isRoom;
    }

    private void claim(QueueExecutor executor, ClaimLimit room) {
        String queue = executor.queue();
        // Forgotten before the claim: what is stored from here on, and missed by it, notes it anew.
        backlog.remove(queue);
        executors.budget().forget(executor);
        ClaimResult claimed =
                claimant.claim(
                        new ClaimRequest(queue, quarantine.unsuspected(), room, settings.lease()));
        if (claimed.isMore()) {
            backlog.add(queue);
        }
        starter.start(queue, claimed.tasks());
        if (!claimed.isMore()) {
            return;
        }
        boolean isOnlyForThreads = claimed.tasks().size() >= room.slots();
        if (!executor.want() && isOnlyForThreads && executor.free() > 0) {
            // They have become free while it claimed, and nothing was ahead.
            asksAgain.accept(queue);
        }
    }

    /** Says that a queue has tasks. */
    public void noteBacklog(String queue) {
        backlog.add(queue);
    }

    /** Whether the queue may have more tasks than were claimed when it was last polled. */
    public boolean hasBacklog(String queue) {
        return backlog.contains(queue);
    }
}
