package org.backgroundtasks.internal.worker.schedule;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.schedule.Fireable;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.job.PeriodicJob;

/**
 * What a node does for schedules, put together.
 *
 * @param jobs what is done now and then
 */
public record Schedules(DueSchedules due, List<PeriodicJob> jobs) {

    private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(10);

    /**
     * Puts it together.
     *
     * @param changed is run when the next instant of some schedule may be another one
     */
    public static Schedules of(
            WorkerEnvironment environment,
            WorkerSettings settings,
            TaskDefinitions definitions,
            WorkerStore store,
            ScheduleFeature feature,
            Runnable changed) {
        ScheduleStore schedules = store.schedules();
        DeclaredSchedules declared =
                new DeclaredSchedules(
                        schedules, feature.declared(), settings.lease().multipliedBy(2), changed);
        DueSchedules due =
                new DueSchedules(
                        schedules,
                        new ScheduleFiring(environment, store, feature),
                        () -> new Fireable(definitions.signatures(), declared.definitions()),
                        settings.retention().occurrenceRows(),
                        environment.ticker());
        PeriodicJob pruner =
                PeriodicJob.of(
                        "pruner of occurrences",
                        new LedgerPruner(schedules, settings.retention().occurrences()),
                        PRUNE_INTERVAL);
        // Where they are not said in time, others take them for removed.
        PeriodicJob declaring =
                PeriodicJob.urgent("declared schedules", declared, settings.lease().dividedBy(3));
        return new Schedules(
                due, feature.declared().isEmpty() ? List.of(pruner) : List.of(pruner, declaring));
    }
}
