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

    private static final int LONGEST_QUEUE = 100;

    public TaskOptions {
        abortOn = List.copyOf(abortOn);
    }

    /** Whether a text names a queue: it fits the column, and a list of names can hold it. */
    public static boolean isQueue(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_QUEUE
                && text.indexOf(',') < 0
                && text.chars().noneMatch(Character::isISOControl);
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
