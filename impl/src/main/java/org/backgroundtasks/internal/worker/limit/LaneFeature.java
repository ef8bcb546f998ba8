package org.backgroundtasks.internal.worker.limit;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.time.Ticker;

/**
 * What makes tasks take turns, put together.
 *
 * @param claimer claims them
 * @param adoption finds those that have no keys of limits yet
 */
public record LaneFeature(LaneClaimer claimer, LaneAdoption adoption) {

    /**
     * Puts it together.
     *
     * @param lanes the lane of a call, as this node would store it
     * @param looksAgainIn asks for a look at all queues after a while
     */
    public static LaneFeature of(
            WorkerStore store,
            WorkerSettings settings,
            TaskDefinitions definitions,
            Function<Invocation, String> lanes,
            Consumer<Duration> looksAgainIn,
            Ticker ticker) {
        TaskLimits limits =
                new TaskLimits(
                        settings,
                        definitions,
                        task -> lanes.apply(call(store.claims(), definitions, task)));
        return new LaneFeature(
                new LaneClaimer(store.lanes(), limits, looksAgainIn, ticker),
                new LaneAdoption(
                        store.lanes(), limits, lanes, () -> looksAgainIn.accept(Duration.ZERO)));
    }

    private static Invocation call(ClaimStore claims, TaskDefinitions definitions, LaneTask task) {
        return new Invocation(
                definitions.require(task.signature()).name(),
                task.signature(),
                claims.arguments(task.id()));
    }
}
