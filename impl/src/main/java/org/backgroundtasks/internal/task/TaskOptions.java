package org.backgroundtasks.internal.task;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The members of {@code @Background} after configuration has had its say.
 *
 * @param formerly the names under which tasks of the method were stored before
 * @param schedule from the call until the task is due
 * @param backoff the delays before further attempts; empty for those of the worker
 * @param timeout of one attempt; zero for none
 * @param batch how many tasks may share a transaction
 */
public record TaskOptions(
        String name,
        List<String> formerly,
        Duration schedule,
        String queue,
        int priority,
        int maxAttempts,
        List<Duration> backoff,
        List<Class<? extends Throwable>> abortOn,
        Duration timeout,
        int batch) {

    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_QUEUE = 100;
    private static final int LONGEST_LABEL = 200;

    public TaskOptions {
        formerly = List.copyOf(formerly);
        backoff = List.copyOf(backoff);
        abortOn = List.copyOf(abortOn);
    }

    /** Whether a text names a task: it fits the column. */
    public static boolean isName(String text) {
        return isText(text, LONGEST_NAME);
    }

    /** Whether a text is a label: it fits the column. */
    public static boolean isLabel(String text) {
        return isText(text, LONGEST_LABEL);
    }

    /** Whether a text names a queue: it fits the column, and a list of names can hold it. */
    public static boolean isQueue(String text) {
        return isText(text, LONGEST_QUEUE) && text.equals(text.strip()) && text.indexOf(',') < 0;
    }

    private static boolean isText(String text, int longest) {
        return !text.isBlank()
                && text.length() <= longest
                && text.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Whether another attempt is pointless, since the failure or one of its causes is of an {@code
     * abortOn} type.
     */
    public boolean abortsOn(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure;
                cause != null && seen.add(cause);
                cause = cause.getCause()) {
            if (aborts(cause)) {
                return true;
            }
        }
        return false;
    }

    private boolean aborts(Throwable cause) {
        return abortOn.stream().anyMatch(type -> type.isInstance(cause));
    }
}
