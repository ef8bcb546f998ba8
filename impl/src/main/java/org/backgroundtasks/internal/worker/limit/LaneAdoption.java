package org.backgroundtasks.internal.worker.limit;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;

/** Puts tasks into lanes that were stored before their methods had limits, or by other releases. */
public final class LaneAdoption implements Runnable {

    private static final int BATCH = 500;

    private final LaneStore store;
    private final TaskLimits limits;
    private final Function<Invocation, String> lanes;
    private final Runnable found;

    /**
     * Prepares to look.
     *
     * @param lanes tells the lane of a task
     * @param found is run when there are tasks that could not be claimed before
     */
    LaneAdoption(
            LaneStore store,
            TaskLimits limits,
            Function<Invocation, String> lanes,
            Runnable found) {
        this.store = store;
        this.limits = limits;
        this.lanes = lanes;
        this.found = found;
    }

    @Override
    public void run() {
        Set<String> signatures = limits.limitedSignatures();
        Map<TaskId, Invocation> outside;
        boolean isAny = false;
        do {
            outside = signatures.isEmpty() ? Map.of() : store.outside(signatures, BATCH);
            outside.forEach((id, call) -> place(id, lanes.apply(call)));
            isAny |= !outside.isEmpty();
        } while (outside.size() == BATCH);
        if (isAny) {
            found.run();
        }
    }

    private void place(TaskId id, String lane) {
        if (!lane.equals(Lane.NONE)) {
            store.move(id, lane);
        }
    }
}
