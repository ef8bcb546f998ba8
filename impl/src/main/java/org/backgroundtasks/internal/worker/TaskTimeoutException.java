package org.backgroundtasks.internal.worker;

import org.backgroundtasks.BackgroundTaskException;
import org.jspecify.annotations.Nullable;

/** The failure of an attempt that took too long. */
public final class TaskTimeoutException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    public TaskTimeoutException(String message) {
        super(message);
    }

    public TaskTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
