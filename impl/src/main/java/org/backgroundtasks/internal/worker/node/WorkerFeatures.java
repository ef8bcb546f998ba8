package org.backgroundtasks.internal.worker.node;

import java.util.List;
import org.backgroundtasks.ArgumentUpcaster;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.worker.job.PeriodicJob;
import org.backgroundtasks.internal.worker.schedule.ScheduleFeature;
import org.backgroundtasks.internal.worker.settle.SettleHook;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does beside the engine.
 *
 * @param hooks are told of what is settled
 * @param jobs are done now and then
 * @param signals the way to other nodes; null if they are not told
 * @param schedules what schedules need; null if they are not fired
 * @param upcasters rewrite arguments of earlier signatures
 */
public record WorkerFeatures(
        List<SettleHook> hooks,
        List<PeriodicJob> jobs,
        @Nullable Signals signals,
        @Nullable ScheduleFeature schedules,
        List<ArgumentUpcaster> upcasters) {

    /** Schedules, upcasters, and the way to other nodes. */
    public static WorkerFeatures of(
            @Nullable Signals signals,
            ScheduleFeature schedules,
            List<ArgumentUpcaster> upcasters) {
        return new WorkerFeatures(List.of(), List.of(), signals, schedules, upcasters);
    }
}
