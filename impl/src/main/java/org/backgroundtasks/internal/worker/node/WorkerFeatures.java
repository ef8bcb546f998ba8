package org.backgroundtasks.internal.worker.node;

import java.util.List;
import java.util.function.Function;
import org.backgroundtasks.ArgumentUpcaster;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.task.Invocation;
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
 * @param lanes tell the lane of a task, as this node would store it
 */
public record WorkerFeatures(
        List<SettleHook> hooks,
        List<PeriodicJob> jobs,
        @Nullable Signals signals,
        @Nullable ScheduleFeature schedules,
        List<ArgumentUpcaster> upcasters,
        Function<Invocation, String> lanes) {

    /** Schedules, upcasters, lanes, and the way to other nodes. */
    public static WorkerFeatures of(
            @Nullable Signals signals,
            ScheduleFeature schedules,
            List<ArgumentUpcaster> upcasters,
            Function<Invocation, String> lanes) {
        return new WorkerFeatures(List.of(), List.of(), signals, schedules, upcasters, lanes);
    }
}
