package org.backgroundtasks.internal.worker.node;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.claim.Rings;
import org.backgroundtasks.internal.worker.job.PeriodicJob;
import org.backgroundtasks.internal.worker.key.Followers;
import org.backgroundtasks.internal.worker.key.KeyPruner;
import org.backgroundtasks.internal.worker.lease.Heartbeat;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.limit.LaneFeature;
import org.backgroundtasks.internal.worker.limit.LimitPruner;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.run.Endings;
import org.backgroundtasks.internal.worker.run.RunResult;
import org.backgroundtasks.internal.worker.schedule.ScheduleFeature;
import org.backgroundtasks.internal.worker.schedule.Schedules;
import org.backgroundtasks.internal.worker.upkeep.EarlierSignatures;
import org.backgroundtasks.internal.worker.upkeep.Pruner;
import org.backgroundtasks.internal.worker.upkeep.UnresolvedTasks;
import org.jspecify.annotations.Nullable;

/** The parts of a worker and what they tell each other; something else makes them move. */
final class Engine {

    static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration RARELY = Duration.ofMinutes(10);

    private final Shared shared;
    private final WorkerFeatures features;
    private final Runs runs;
    private final Claiming claiming;
    private final @Nullable Schedules schedules;
    private final Followers followers;
    private final EarlierSignatures signatures;
    private final LaneFeature lanes;

    Engine(
            WorkerEnvironment environment,
            WorkerSettings settings,
            TaskDefinitions definitions,
            WorkerStore store,
            ArgumentCodec codec,
            WorkerFeatures features) {
        this.features = features;
        shared = Shared.of(environment, settings, definitions, store, features);
        runs = Runs.of(shared, codec, new AfterTasks());
        ScheduleFeature feature = features.schedules();
        schedules =
                feature == null
                        ? null
                        : Schedules.of(
                                environment,
                                settings,
                                definitions,
                                store,
                                feature,
                                shared.rings()::ringForAll);
        followers = new Followers(store.keys());
        signatures =
                new EarlierSignatures(
                        store.signatures(),
                        definitions,
                        features.upcasters(),
                        codec,
                        shared.rings()::ringForAll);
        lanes =
                LaneFeature.of(
                        store,
                        settings,
                        definitions,
                        features.lanes(),
                        shared.rings()::ringIn,
                        environment.ticker());
        claiming =
                Claiming.of(
                        shared,
                        runs.threads(),
                        lanes.claimer(),
                        schedules == null
                                ? List.of(followers)
                                : List.of(followers, schedules.due()));
    }

    Shared shared() {
        return shared;
    }

    Runs runs() {
        return runs;
    }

    Claiming claiming() {
        return claiming;
    }

    private Rings rings() {
        return shared.rings();
    }

    /** What is done now and then, the features' last. */
    List<PeriodicJob> jobs() {
        Duration lease = shared.settings().lease();
        UpkeepStore upkeep = shared.store().upkeep();
        List<PeriodicJob> own =
                List.of(
                        PeriodicJob.urgent("heartbeat", heartbeat(), lease.dividedBy(3)),
                        PeriodicJob.urgent("watch", upkeep::abortOverdue, WATCH_INTERVAL),
                        PeriodicJob.of(
                                "watch of the queues", this::giveBackStranded, WATCH_INTERVAL),
                        PeriodicJob.of("watch for earlier signatures", signatures, lease),
                        PeriodicJob.of("pruner", pruner(), MINUTE),
                        PeriodicJob.of(
                                "pruner of keys",
                                new KeyPruner(shared.store().keys(), shared.ticker()),
                                RARELY),
                        PeriodicJob.of(
                                "pruner of limits",
                                new LimitPruner(shared.store().lanes(), shared.ticker()),
                                RARELY),
                        PeriodicJob.of(
                                "watch for other applications", upkeep::lookForNeighbours, MINUTE),
                        PeriodicJob.of("watch for tasks without a lane", lanes.adoption(), lease),
                        PeriodicJob.of("watch for unresolved tasks", unresolvedTasks(), lease));
        return Stream.of(
                        own,
                        schedules == null ? List.<PeriodicJob>of() : schedules.jobs(),
                        features.jobs())
                .flatMap(List::stream)
                .toList();
    }

    private Heartbeat heartbeat() {
        return new Heartbeat(
                shared.store(),
                shared.running(),
                shared.settings().lease(),
                this::databaseWrites,
                shared.ticker());
    }

    private Pruner pruner() {
        return new Pruner(shared.store().upkeep(), shared.settings().retention(), shared.ticker());
    }

    private UnresolvedTasks unresolvedTasks() {
        return new UnresolvedTasks(
                shared.store().upkeep(),
                shared.definitions(),
                shared.settings(),
                shared.counters(),
                claiming.poller()::hasSeenReady,
                claiming.open()::isPaused,
                shared.ticker());
    }

    private void databaseWrites() {
        if (claiming.database().writes()) {
            // Nothing was claimed meanwhile.
            rings().ringForAll();
        }
    }

    private void giveBackStranded() {
        Set<String> queues = runs.threads().giveBackStranded();
        Signals signals = features.signals();
        if (signals != null && !queues.isEmpty()) {
            signals.send(List.copyOf(queues));
        }
    }

    /** Says that tasks of a queue take turns. Throws nothing. */
    void noteLanes(String queue) {
        lanes.claimer().stored(queue);
    }

    /**
     * Says that tasks were stored, so that they need not wait for the next regular turn. Throws
     * nothing.
     *
     * @return whether this worker will have a thread for each, as far as it knows now
     */
    boolean wake(String queue, Duration delay, int count) {
        if (!shared.settings().serves(queue)) {
            return false;
        }
        if (Durations.isPositive(delay)) {
            rings().ringIn(delay);
            return true;
        }
        QueueExecutor executor = shared.executors().of(queue);
        // Noted first: if the executor has enough now, who makes it low from here on asks for a
        // poll.
        claiming.queueClaims().noteBacklog(queue);
        if (executor.isLow()) {
            rings().ring(queue);
        }
        return executor.hasThreadsFor(count);
    }

    /**
     * Lets bodies end for a while, interrupts those that do not, and gives back all that is left.
     *
     * @return how many were interrupted
     */
    int stop(Duration longest) {
        int interrupted = runs.threads().stop(longest);
        try {
            claiming.claimer().recover();
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("What a last claim took is left to its lease", e);
        }
        runs.threads().end();
        return interrupted;
    }

    /** When a task has come to its end, there may be room for another. */
    private final class AfterTasks implements Endings.Listener {

        @Override
        public void after(RunningTask task, RunResult result) {
            String queue = task.task().queue();
            if (result.again() != null) {
                rings().ringIn(result.again());
            }
            if (followers.areOf(task.task().id())
                    || mayBeAwaited(task.task())
                    || lanes.claimer().hasHeldLosersBack()) {
                rings().ringForAll();
            }
            // What it has left may be of use to any of these.
            lanes.claimer().ended(task.task()).forEach(rings()::ringPressing);
            if (claiming.quarantine().wasUnderWay()
                    || claiming.queueClaims().hasBacklog(queue)
                            && shared.executors().of(queue).isLow()) {
                mayClaim(queue);
            }
        }

        /** Whether it may be that a schedule waits for a task. */
        private boolean mayBeAwaited(ClaimedTask task) {
            return schedules != null && task.metadata() != null && schedules.due().isAnyWaiting();
        }

        @Override
        public void mayClaimAnywhere() {
            rings().ringForAll();
        }

        @Override
        public void mayClaim(String queue) {
            if (claiming.quarantine().wasUnderWay()) {
                mayClaimAnywhere();
            } else if (lanes.claimer().hasLimited(queue)) {
                // None was claimed ahead: the thread has nothing to do.
                rings().ringPressing(queue);
            } else {
                rings().ring(queue);
            }
        }
    }
}
