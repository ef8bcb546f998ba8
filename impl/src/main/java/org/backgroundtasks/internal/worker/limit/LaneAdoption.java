package org.backgroundtasks.internal.worker.limit;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.worker.WorkerMessages;

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
        if (signatures.isEmpty()) {
            return;
        }
        boolean isAny = false;
        Map<TaskId, Invocation> outside;
        int moved;
        do {
            moved = 0;
            outside = store.outside(signatures, BATCH);
            for (Map.Entry<TaskId, Invocation> one : outside.entrySet()) {
                moved += place(one.getKey(), lanes.apply(one.getValue())) ? 1 : 0;
            }
            isAny |= moved > 0;
        } while (outside.size() == BATCH && moved > 0);
        if (isAny) {
            found.run();
        }
    }

    private boolean place(TaskId id, String lane) {
        try {
            if (!lane.equals(Lane.NONE)) {
                store.move(id, lane);
                return true;
            }
        } catch (TaskStoreException e) {
            WorkerMessages.LOG.debugf(e, "Task %s is put into its lane another time", id);
        }
        return false;
    }
}
