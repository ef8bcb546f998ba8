package org.backgroundtasks;

import org.jspecify.annotations.Nullable;

/**
 * An argument of a call that cannot be stored: JSON-B cannot write it, it would not come back
 * equal, or it is larger than {@code background-tasks.max-argument-size}. Nothing was stored.
 */
public final class TaskArgumentException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    public TaskArgumentException(String message) {
        super(message);
    }

    public TaskArgumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
