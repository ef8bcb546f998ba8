package org.backgroundtasks.internal.worker;

import java.time.Duration;
import org.backgroundtasks.BackgroundTaskException;

/** What ends a body that has put its task off. */
public final class SnoozedException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    public SnoozedException(Duration delay) {
        super("The task is put off for " + delay);
    }

    /** Nothing has gone wrong, so nobody looks for where. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
