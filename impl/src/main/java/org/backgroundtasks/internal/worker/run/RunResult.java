package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do when a task has been run.
 *
 * @param again when the next attempt is due, or null if the worker need not care
 * @param isHandedIn whether the outcome is still to be recorded
 * @param isClean whether the thread has nothing left that the server should take back
 */
public record RunResult(@Nullable Duration again, boolean isHandedIn, boolean isClean) {

    /** Everything is committed. */
    static final RunResult SUCCEEDED = new RunResult(null, false, true);

    /**
     * The body has returned, and that is going to be recorded. It ran without a transaction, so
     * what it has done with connections ends only with the unit of work.
     */
    static final RunResult HANDED_IN = new RunResult(null, true, false);

    /** It has ended in another way. */
    static final RunResult SETTLED = new RunResult(null, false, false);

    /** It is attempted again. */
    static RunResult again(Duration delay) {
        return new RunResult(delay, false, false);
    }
}
