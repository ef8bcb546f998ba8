package org.backgroundtasks.internal.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Texts by which tasks are told apart, as they fit a column that every database has. */
public final class StoredText {

    private static final String HASHED = "sha256:";
    private static final int LONGEST_HASH = 64;

    private StoredText() {}

    /**
     * A text itself, or its hash if it does not fit or is to be hidden. Different texts are stored
     * differently.
     *
     * @param longest in characters; of a hash, as much is kept as fits
     */
    public static String of(String text, boolean isSensitive, int longest) {
        if (!isSensitive && fits(text, longest)) {
            return text;
        }
        // Any text has another hash: an encoding would make one of all that is not well-formed.
        ByteBuffer characters = ByteBuffer.allocate(text.length() * Character.BYTES);
        text.chars().forEach(one -> characters.putChar((char) one));
        String hash = HexFormat.of().formatHex(Hash.sha256(characters.array()));
        return HASHED + hash.substring(0, Math.min(LONGEST_HASH, longest - HASHED.length()));
    }

    private static boolean fits(String text, int longest) {
        return !text.isBlank()
                && text.length() <= longest
                && text.chars().noneMatch(Character::isISOControl)
                && isWellFormed(text);
    }

    /** Whether each half of a pair of characters has its other half; databases refuse others. */
    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
