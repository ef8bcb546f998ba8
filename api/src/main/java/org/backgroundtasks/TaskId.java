package org.backgroundtasks;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a stored task: a UUID of version 7, so ids sort roughly by the time of the call.
 *
 * @param value the UUID
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, UUID version
 *     7</a>
 */
public record TaskId(UUID value) implements Serializable {

    public TaskId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @param text a UUID in its usual form of 36 characters
     * @return the id
     * @throws TaskCallException if the text is no UUID
     */
    public static TaskId of(String text) {
        UUID value;
        try {
            value = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw notAnId(text, e);
        }
        if (!value.toString().equalsIgnoreCase(text)) {
            throw notAnId(text, null);
        }
        return new TaskId(value);
    }

    private static TaskCallException notAnId(String text, @Nullable Throwable cause) {
        return new TaskCallException(
                "BGTASK000001: '%s' is not a task id: a UUID of 36 characters is expected"
                        .formatted(text),
                cause);
    }

    /** The UUID in its usual form. */
    @Override
    public String toString() {
        return value.toString();
    }
}
