package org.backgroundtasks;

import jakarta.ejb.ApplicationException;
import org.jspecify.annotations.Nullable;

/**
 * The root of what this library throws. Unchecked; every message starts with a code ({@code BGTASK}
 * and six digits) and names the method or key, the rule that was broken, and the repair.
 *
 * <p>An application exception in the sense of Jakarta Enterprise Beans: a call of a session bean
 * gets it as it is, and it does not doom the caller's transaction.
 */
@ApplicationException(inherited = true, rollback = false)
public class BackgroundTaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BackgroundTaskException(String message) {
        super(message);
    }

    public BackgroundTaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
