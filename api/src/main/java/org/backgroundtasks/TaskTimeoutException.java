package org.backgroundtasks;

import org.jspecify.annotations.Nullable;

/**
 * The failure of an attempt that took longer than {@link Background#timeout()}, whether its body
 * has thrown something then or returned. Name it in {@link Background#abortOn()} to have no further
 * attempt made.
 */
public final class TaskTimeoutException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    public TaskTimeoutException(String message) {
        super(message);
    }

    public TaskTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
