package org.backgroundtasks.internal.worker.limit;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.store.limit.KeylessTask;
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
        List<KeylessTask> keyless;
        int moved;
        do {
            moved = 0;
            keyless = store.keyless(signatures, BATCH);
            for (KeylessTask one : keyless) {
                moved += place(one, lanes.apply(one.call())) ? 1 : 0;
            }
            isAny |= moved > 0;
        } while (keyless.size() == BATCH && moved > 0);
        if (isAny) {
            found.run();
        }
    }

    private boolean place(KeylessTask task, String wanted) {
        String group = Lane.groupOf(task.lane());
        // Its caller may have said it.
        String lane = group.isEmpty() ? wanted : Lane.of(wanted).in(group).text();
        try {
            if (!lane.equals(task.lane())) {
                store.move(task.id(), task.lane(), lane);
                return true;
            }
        } catch (TaskStoreException e) {
            WorkerMessages.LOG.debugf(e, "Task %s is put into its lane another time", task.id());
        }
        return false;
    }
}
