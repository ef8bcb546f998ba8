package org.backgroundtasks.internal.worker;

import org.backgroundtasks.BackgroundTaskException;

/** The failure of an attempt that returned, but whose transaction may only roll back. */
public final class TaskRolledBackException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    public TaskRolledBackException(String message) {
        super(message);
    }
}
