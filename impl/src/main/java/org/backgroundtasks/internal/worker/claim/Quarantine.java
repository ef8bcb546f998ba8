package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;
import org.backgroundtasks.internal.worker.run.Starter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a suspect run without company: a task that has lost so many workers that one more loss would
 * end it as FAILED. If it takes the server down it is to blame, and none of its neighbours; if one
 * of them was to blame, it comes through. Nothing is started in the time of a lease before and
 * after its start; what takes a server down only after that is not told apart from its neighbours.
 */
public final class Quarantine {

    private final WorkerSettings settings;
    private final OpenQueues open;
    private final TaskDefinitions definitions;
    private final QueueExecutors executors;
    private final RunningTasks running;
    private final Claimant claimant;
    private final Starter starter;

    private volatile @Nullable Awaited awaited;
    private volatile @Nullable Lease suspect;

    public Quarantine(
            WorkerSettings settings,
            OpenQueues open,
            TaskDefinitions definitions,
            QueueExecutors executors,
            RunningTasks running,
            Claimant claimant,
            Starter starter) {
        this.settings = settings;
        this.open = open;
        this.definitions = definitions;
        this.executors = executors;
        this.running = running;
        this.claimant = claimant;
        this.starter = starter;
    }

    private static int leastLosses(WorkerSettings settings) {
        return Math.max(1, settings.maxLosses() - 1);
    }

    /** What may run in company. */
    ClaimFilter unsuspected() {
        return new ClaimFilter(definitions.signatures(), 0, leastLosses(settings) - 1);
    }

    private ClaimFilter suspects() {
        return new ClaimFilter(definitions.signatures(), leastLosses(settings), Integer.MAX_VALUE);
    }

    /**
     * Whether a suspect waits, or the last one has run since the others had a turn; then the end of
     * any task may change what can be started.
     */
    public boolean wasUnderWay() {
        return awaited != null || suspect != null;
    }

    /** Whether nothing else may be started now from a queue. */
    boolean holdsBack(String queue) {
        Awaited now = awaited;
        return isRunningYoung() || now != null && (now.quiet() || now.queue().equals(queue));
    }

    private boolean isRunningYoung() {
        Lease last = suspect;
        return last != null && running.isYounger(last, settings.lease());
    }

    /**
     * Starts a suspect if there is one and nothing young runs here.
     *
     * @return when to look again, if others are held back
     */
    Optional<Duration> look(WorkSnapshot snapshot) {
        if (isRunningYoung()) {
            return Optional.of(settings.lease());
        }
        if (suspect != null) {
            // Between two suspects the others have a turn.
            suspect = null;
            return Optional.of(Duration.ZERO);
        }
        Awaited now = snapshot.mostLosses() < leastLosses(settings) ? null : await();
        awaited = now;
        // Asked again once it is known that something is awaited: from here on, who ends tells.
        return Optional.ofNullable(now).map(this::longest);
    }

    private Duration longest(Awaited now) {
        if (now.quiet()) {
            return running.untilAllOlderThan(settings.lease());
        }
        return executors.of(now.queue()).free() > 0 ? Duration.ZERO : settings.pollInterval();
    }

    /** Whether something waits here that may take a worker down, and all that it holds with it. */
    boolean hasLosers() {
        ClaimFilter losers = new ClaimFilter(definitions.signatures(), 1, Integer.MAX_VALUE);
        return claimant.queuesOf(losers).stream().anyMatch(open::isOpen);
    }

    /** What a suspect has to wait for; null if there is none, or it was started. */
    private @Nullable Awaited await() {
        ClaimFilter suspects = suspects();
        Optional<String> queue =
                claimant.queuesOf(suspects).stream()
                        .filter(open::isOpen)
                        .min(Comparator.naturalOrder());
        if (queue.isEmpty()) {
            return null;
        }
        if (executors.of(queue.get()).free() <= 0) {
            executors.of(queue.get()).want();
            return new Awaited(queue.get(), false);
        }
        if (!running.untilAllOlderThan(settings.lease()).isZero()) {
            return new Awaited(queue.get(), true);
        }
        for (ClaimedTask claimed :
                claimant.claim(
                                new ClaimRequest(
                                        queue.get(), suspects, ClaimLimit.of(1), settings.lease()))
                        .tasks()) {
            suspect = claimed.lease();
            WorkerMessages.LOG.quarantined(claimed.id(), claimed.name());
            starter.start(queue.get(), List.of(claimed));
        }
        return null;
    }

    /**
     * What keeps a suspect waiting.
     *
     * @param quiet whether it has a slot and waits for quiet; else for a slot of its queue
     */
    private record Awaited(String queue, boolean quiet) {}
}
