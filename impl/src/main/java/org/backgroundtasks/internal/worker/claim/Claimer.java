package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.backgroundtasks.event.TaskStarted;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.SettleStore;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.event.Change;
import org.backgroundtasks.internal.worker.event.EventFactory;
import org.backgroundtasks.internal.worker.event.EventPublisher;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.limit.ClaimResult;
import org.backgroundtasks.internal.worker.limit.LaneClaimer;

/**
 * Claims tasks for this node, and gives back what a claim took whose answer did not come through.
 */
public final class Claimer implements Claimant {

    private final ClaimStore claims;
    private final SettleStore settling;
    private final LeaseStore leases;
    private final WorkerSettings settings;
    private final EventPublisher publisher;
    private final EventFactory events;
    private final RunningTasks running;
    private final Ticker ticker;
    private final LaneClaimer lanes;
    private final Map<String, Care> cares = new HashMap<>();
    private boolean isUncertain;
    private long looksForStraysUntil;

    public Claimer(
            WorkerStore store,
            WorkerSettings settings,
            EventPublisher publisher,
            EventFactory events,
            RunningTasks running,
            LaneClaimer lanes,
            Ticker ticker) {
        this.claims = store.claims();
        this.settling = store.settling();
        this.leases = store.leases();
        this.settings = settings;
        this.publisher = publisher;
        this.events = events;
        this.running = running;
        this.lanes = lanes;
        this.ticker = ticker;
        looksForStraysUntil = ticker.nanoTime();
    }

    @Override
    public ClaimResult claim(ClaimRequest request) {
        // The answer to this claim says nothing of an earlier one.
        if (isUncertain) {
            recover();
        }
        boolean wasUncertain = isUncertain;
        isUncertain = true;
        ClaimResult claimed = claimWithCare(request);
        isUncertain = wasUncertain;
        return claimed;
    }

    private ClaimResult claimWithCare(ClaimRequest request) {
        String queue = request.queue();
        Care care = cares.get(queue);
        if (care != null && care.isDue()) {
            ClaimResult claimed = announced(() -> take(request.within(ClaimLimit.of(1)), true));
            care.taken();
            return claimed;
        }
        boolean isDone = false;
        try {
            ClaimResult claimed = announced(() -> take(request, false));
            isDone = true;
            cares.remove(queue);
            return claimed;
        } finally {
            if (!isDone) {
                cares.computeIfAbsent(queue, any -> new Care()).needsMore();
            }
        }
    }

    private ClaimResult take(ClaimRequest request, boolean isUnread) {
        if (lanes.takeTurns(request.queue())) {
            return lanes.claim(request, isUnread);
        }
        ClaimRequest unlimited = request.with(lanes.unlimited(request.filter()));
        List<ClaimedTask> claimed =
                isUnread ? claims.claimUnread(unlimited) : claims.claim(unlimited);
        long bytes = claimed.stream().mapToLong(ClaimedTask::mostBytes).sum();
        return new ClaimResult(claimed, !request.limit().isLeft(claimed.size(), bytes));
    }

    private ClaimResult announced(Supplier<ClaimResult> claim) {
        long asked = ticker.nanoTime();
        return publisher.change(
                Change.of(
                                claim,
                                Set.of(TaskStarted.class),
                                result -> result.tasks().stream().map(events::started).toList())
                        .last(result -> keep(result.tasks(), asked)));
    }

    /**
     * Observers may have taken much of the time that a lease lasts. Where the time stands still in
     * a transaction, a lease is to last for longer from its begin.
     */
    private void keep(List<ClaimedTask> tasks, long asked) {
        Duration taken = Duration.ofNanos(ticker.nanoTime() - asked);
        if (taken.compareTo(settings.lease().dividedBy(6)) > 0) {
            leases.renew(
                    tasks.stream().map(ClaimedTask::lease).toList(), settings.lease().plus(taken));
        }
    }

    @Override
    public Set<String> queuesOf(ClaimFilter filter) {
        return claims.queuesOfLosers(filter);
    }

    @Override
    public void recover() {
        if (isUncertain || ticker.nanoTime() - looksForStraysUntil < 0) {
            // Taken first: what ends meanwhile is no stray, and nothing begins meanwhile.
            Collection<Lease> ours = running.leases();
            List<Lease> strays = new ArrayList<>(leases.held());
            strays.removeAll(ours);
            if (isUncertain) {
                // A claim that was broken off here may still come to its end over there.
                looksForStraysUntil = ticker.nanoTime() + settings.lease().toNanos();
            }
            // What somebody has locked is given back next time.
            isUncertain = !settling.releaseUnlocked(strays).keySet().containsAll(strays);
        }
    }
}
