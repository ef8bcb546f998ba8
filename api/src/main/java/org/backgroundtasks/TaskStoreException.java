package org.backgroundtasks;

import org.jspecify.annotations.Nullable;

/**
 * The database, or the way to it, did not do what was asked. The cause says why. Whether something
 * was stored is certain unless the message says otherwise: it was not.
 */
public final class TaskStoreException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    public TaskStoreException(String message) {
        super(message);
    }

    public TaskStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
