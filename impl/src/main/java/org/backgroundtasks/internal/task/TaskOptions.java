package org.backgroundtasks.internal.task;

import java.time.Duration;
import java.util.List;

/**
 * The members of {@code @Background} after configuration has had its say.
 *
 * @param schedule from the call until the task is due
 * @param timeout of one attempt; zero for none
 */
public record TaskOptions(
        String name,
        Duration schedule,
        String queue,
        int priority,
        int maxAttempts,
        List<Class<? extends Throwable>> abortOn,
        Duration timeout) {

    public TaskOptions {
        abortOn = List.copyOf(abortOn);
    }

    /**
     * Whether another attempt is pointless, since the failure or one of its causes is of an {@code
     * abortOn} type.
     */
    public boolean abortsOn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Class<? extends Throwable> type : abortOn) {
                if (type.isInstance(cause)) {
                    return true;
                }
            }
        }
        return false;
    }
}
