package org.backgroundtasks.internal.worker.settle;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.event.TaskEvent;
import org.backgroundtasks.event.TaskSucceeded;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.ReclaimRules;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.store.worker.Recorded;
import org.backgroundtasks.internal.store.worker.SettleStore;
import org.backgroundtasks.internal.store.worker.Standing;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.worker.event.Change;
import org.backgroundtasks.internal.worker.event.EventFactory;
import org.backgroundtasks.internal.worker.event.EventPublisher;

/**
 * Records what has become of tasks, under their leases: the one place that does. In the same
 * transaction it tells the hooks, then the observers.
 */
public final class Settlement {

    private final SettleStore settling;
    private final LeaseStore leases;
    private final EventPublisher publisher;
    private final EventFactory events;
    private final List<SettleHook> hooks;

    public Settlement(
            WorkerStore store,
            EventPublisher publisher,
            EventFactory events,
            List<SettleHook> hooks) {
        this.settling = store.settling();
        this.leases = store.leases();
        this.publisher = publisher;
        this.events = events;
        this.hooks = List.copyOf(hooks);
    }

    /**
     * Records success in the transaction of the bodies, which goes on whatever comes of it: a row
     * that somebody has locked can be asked for again.
     */
    public Recorded succeedWithBodies(List<ClaimedTask> tasks) {
        if (tasks.size() > 1) {
            return settling.succeedUnlocked(leases(tasks));
        }
        Lease lease = tasks.get(0).lease();
        return switch (settling.succeed(lease)) {
            case RECORDED -> new Recorded(Set.of(lease), Set.of());
            case LOCKED -> new Recorded(Set.of(), Set.of(lease));
            case LEASE_LOST -> new Recorded(Set.of(), Set.of());
        };
    }

    /**
     * Commits the transaction of bodies whose success is recorded.
     *
     * @param own the transaction
     * @param isTold whether the observers are to be told
     * @throws EventPublisher.SpoiledException if the observers have left it unable to commit; it is
     *     to be rolled back
     */
    public void commit(Object own, List<ClaimedTask> succeeded, boolean isTold) throws Exception {
        tellHooks(succeeded.stream(), task -> SettledTask.of(task, TaskState.SUCCEEDED));
        publisher.commit(
                own,
                isTold && publisher.isObserved(TaskSucceeded.class)
                        ? succeeded.stream().map(events::succeeded).toList()
                        : List.of());
    }

    /** Records success of tasks whose bodies have had no transaction; leaves out locked rows. */
    public Recorded succeedAlone(List<ClaimedTask> tasks) {
        Change<Recorded> change =
                Change.of(
                        () -> recorded(tasks, settling.succeedUnlocked(leases(tasks))),
                        Set.of(TaskSucceeded.class),
                        recorded -> succeeded(tasks, recorded).map(events::succeeded).toList());
        // An observer who spoils the transaction of one is to take their events from no others.
        Change<Recorded> careful =
                tasks.size() == 1 ? change : change.otherwise(() -> succeedOneByOne(tasks));
        return publisher.change(careful.whole(concerns(tasks)));
    }

    private Recorded recorded(List<ClaimedTask> tasks, Recorded recorded) {
        tellHooks(succeeded(tasks, recorded), task -> SettledTask.of(task, TaskState.SUCCEEDED));
        return recorded;
    }

    private static Stream<ClaimedTask> succeeded(List<ClaimedTask> tasks, Recorded recorded) {
        return tasks.stream().filter(task -> recorded.succeeded().contains(task.lease()));
    }

    private Recorded succeedOneByOne(List<ClaimedTask> tasks) {
        Set<Lease> succeeded = new HashSet<>();
        Set<Lease> locked = new HashSet<>();
        for (ClaimedTask task : tasks) {
            Recorded recorded = succeedAlone(List.of(task));
            succeeded.addAll(recorded.succeeded());
            locked.addAll(recorded.locked());
        }
        return new Recorded(succeeded, locked);
    }

    /** Those under whose leases success has been recorded; waits for who is about to do so. */
    public Set<Lease> succeededBefore(Collection<Lease> these) {
        return these.isEmpty() ? Set.of() : settling.succeeded(these);
    }

    /**
     * Records what was no success.
     *
     * @return where the task stands now; empty if the lease was lost
     */
    public Optional<TaskState> settle(ClaimedTask claimed, Outcome outcome) {
        return publisher
                .change(
                        Change.of(
                                        () -> settled(claimed, outcome),
                                        EventFactory.OF_FAILURES,
                                        standing -> ended(claimed, outcome, standing))
                                .whole(concerns(List.of(claimed))))
                .map(Standing::state);
    }

    private Optional<Standing> settled(ClaimedTask claimed, Outcome outcome) {
        Optional<Standing> standing = settling.settle(claimed.lease(), outcome);
        tellHooks(
                standing.stream().filter(Standing::isNew),
                now -> SettledTask.of(claimed, now.state()));
        return standing;
    }

    private List<TaskEvent> ended(
            ClaimedTask claimed, Outcome outcome, Optional<Standing> standing) {
        return standing.filter(Standing::isNew)
                .map(now -> events.ended(claimed, outcome, now.state()))
                .orElse(List.of());
    }

    /**
     * Gives tasks back, as if they had not been claimed; leaves out locked rows.
     *
     * @return where those stand that were given back
     */
    public Map<Lease, TaskState> release(List<ClaimedTask> tasks) {
        return publisher.change(
                Change.of(
                                () -> released(tasks),
                                EventFactory.OF_FAILURES,
                                states -> events.released(tasks, states))
                        .whole(concerns(tasks)));
    }

    private Map<Lease, TaskState> released(List<ClaimedTask> tasks) {
        Map<Lease, TaskState> states = settling.releaseUnlocked(leases(tasks));
        tellHooks(
                tasks.stream().filter(task -> states.containsKey(task.lease())),
                task -> SettledTask.of(task, states.get(task.lease())));
        return states;
    }

    /** Takes tasks from workers that let their leases expire. */
    public List<Reclaimed> reclaim(int limit, ReclaimRules rules, Set<Lease> spared) {
        return publisher.change(
                Change.of(
                                () -> reclaimed(limit, rules, spared),
                                EventFactory.OF_FAILURES,
                                reclaimed ->
                                        reclaimed.stream()
                                                .flatMap(
                                                        task ->
                                                                events
                                                                        .reclaimed(
                                                                                task, rules.error())
                                                                        .stream())
                                                .toList())
                        .whole(!hooks.isEmpty()));
    }

    private List<Reclaimed> reclaimed(int limit, ReclaimRules rules, Set<Lease> spared) {
        List<Reclaimed> reclaimed = leases.reclaim(limit, rules, spared);
        tellHooks(reclaimed.stream(), SettledTask::of);
        return reclaimed;
    }

    private static List<Lease> leases(List<ClaimedTask> tasks) {
        return tasks.stream().map(ClaimedTask::lease).toList();
    }

    private boolean concerns(List<ClaimedTask> tasks) {
        return hooks.stream()
                .anyMatch(hook -> tasks.stream().anyMatch(task -> hook.concerns(task.name())));
    }

    private <T> void tellHooks(Stream<T> tasks, Function<T, SettledTask> settled) {
        if (hooks.isEmpty()) {
            return;
        }
        List<SettledTask> all = tasks.map(settled).toList();
        for (SettleHook hook : hooks) {
            List<SettledTask> concerned =
                    all.stream().filter(task -> hook.concerns(task.name())).toList();
            if (!concerned.isEmpty()) {
                tell(hook, concerned);
            }
        }
    }

    private static void tell(SettleHook hook, List<SettledTask> tasks) {
        try {
            hook.settled(tasks);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw new SettleHookException(tasks, e);
        }
    }
}
