package org.backgroundtasks;

import org.jspecify.annotations.Nullable;

/**
 * The database, or the way to it, did not do what was asked. The cause says why.
 *
 * <p>Nothing was stored, with one exception: {@code BGTASK000414} says that the commit of the
 * call's own transaction has failed and may have been done all the same. {@link TaskScheduler#find}
 * tells.
 *
 * <p>If this is thrown in your transaction, repeat all of it. After a deadlock, a lost connection,
 * or any error on PostgreSQL, it cannot commit.
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
