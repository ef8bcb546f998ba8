package org.backgroundtasks;

import org.jspecify.annotations.Nullable;

/**
 * A call that asks for something impossible: an {@code enqueue} around no call or around two, a
 * negative delay, a queue without a name, a {@link TaskContext} outside of a run. Nothing was
 * stored.
 */
public final class TaskCallException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    public TaskCallException(String message) {
        super(message);
    }

    public TaskCallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
