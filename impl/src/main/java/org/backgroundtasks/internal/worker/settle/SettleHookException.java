package org.backgroundtasks.internal.worker.settle;

import java.util.List;

/** A hook could not do what follows when tasks are settled, so they are not settled. */
public final class SettleHookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<SettledTask> tasks;

    SettleHookException(List<SettledTask> tasks, Throwable cause) {
        super(cause);
        this.tasks = List.copyOf(tasks);
    }

    /** Of which tasks it was told. */
    public List<SettledTask> tasks() {
        return tasks;
    }
}
