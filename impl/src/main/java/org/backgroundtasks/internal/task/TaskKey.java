package org.backgroundtasks.internal.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.backgroundtasks.Until;

/**
 * By what a task is unique among those of its name.
 *
 * @param text fits its column, and every database takes it
 * @param period for which it stays taken after a task was stored; zero for none
 */
public record TaskKey(String text, Until until, Duration period) {

    private static final String HASHED = "sha256:";

    /** What is stored of a text: itself, or its hash if it does not fit or is to be hidden. */
    public static String stored(String text, boolean isSensitive) {
        if (!isSensitive && TaskOptions.isName(text) && isWellFormed(text)) {
            return text;
        }
        // Any text has another hash: an encoding would make one of all that is not well-formed.
        ByteBuffer characters = ByteBuffer.allocate(text.length() * Character.BYTES);
        text.chars().forEach(one -> characters.putChar((char) one));
        return HASHED + HexFormat.of().formatHex(Hash.sha256(characters.array()));
    }

    /** Whether each half of a pair of characters has its other half; databases refuse others. */
    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
