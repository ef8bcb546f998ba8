package org.backgroundtasks.internal.worker.run;

import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/** Runs claimed tasks to their settlement, one or several together. */
public final class TaskRunner {

    private final Execution execution;
    private final SharedExecution shared;
    private final Endings endings;

    public TaskRunner(Execution execution, SharedExecution shared, Endings endings) {
        this.execution = execution;
        this.shared = shared;
        this.endings = endings;
    }

    Endings endings() {
        return endings;
    }

    /**
     * Runs tasks. Throws nothing.
     *
     * @return whether the thread may go on without having the server clean up after it
     */
    boolean run(List<RunningTask> tasks) {
        Set<RunningTask> ended = tasks.size() > 1 ? shared.run(tasks) : Set.of();
        ended.forEach(task -> endings.end(task, RunResult.SUCCEEDED));
        boolean isClean = tasks.size() == 1 || ended.size() == tasks.size();
        for (RunningTask task : tasks) {
            if (!ended.contains(task)) {
                isClean &= run(task).isClean();
            }
        }
        return isClean;
    }

    private RunResult run(RunningTask task) {
        RunResult result = RunResult.SETTLED;
        try {
            result = execution.run(task, () -> endings.end(task, RunResult.SUCCEEDED));
        } catch (Throwable e) {
            // There was not even the memory to record it; its lease runs out.
            WorkerMessages.LOG.debug("A task was left to its lease", e);
        }
        if (!result.isHandedIn()) {
            endings.end(task, result);
        }
        return result;
    }
}
