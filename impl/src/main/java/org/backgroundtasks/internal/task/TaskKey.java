package org.backgroundtasks.internal.task;

import java.time.Duration;
import org.backgroundtasks.Until;

/**
 * By what a task is unique among those of its name.
 *
 * @param text fits its column, and every database takes it
 * @param period for which it stays taken after a task was stored; zero for none
 */
public record TaskKey(String text, Until until, Duration period) {

    private static final int LONGEST = 500;

    /** What is stored of a text: itself, or its hash if it does not fit or is to be hidden. */
    public static String stored(String text, boolean isSensitive) {
        return StoredText.of(text, isSensitive, LONGEST);
    }
}
