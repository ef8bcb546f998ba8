package org.backgroundtasks.internal.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.backgroundtasks.TaskId;

/**
 * Makes ids that follow from a key: so a row is found by its key through an index of one size on
 * every database, however long the key is. They have the layout of UUID version 5, and SHA-256 in
 * the place of SHA-1. By RFC 9562 that would be version 8; but MariaDB refuses those of version 8
 * whose ninth byte is 80, which is one in 64.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5">RFC 9562, UUID Version
 *     5</a>
 */
public final class KeyIds {

    private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
    private static final long VERSION_5 = 0x5000L;
    private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private KeyIds() {}

    /** The id of a key of an application. */
    public static TaskId of(String application, String key) {
        byte[] text = (application + "\n" + key).getBytes(StandardCharsets.UTF_8);
        ByteBuffer hash = ByteBuffer.wrap(Hash.sha256(text));
        long high = hash.getLong() & VERSION_MASK | VERSION_5;
        long low = hash.getLong() & VARIANT_MASK | VARIANT;
        return new TaskId(new UUID(high, low));
    }
}
