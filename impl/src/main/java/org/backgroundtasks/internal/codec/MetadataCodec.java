package org.backgroundtasks.internal.codec;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.Nullable;

/**
 * What features keep with a task, as an object in JSON: a text for each name. Each feature has
 * names of its own, and leaves those of others alone.
 */
public final class MetadataCodec {

    /** The instant of a schedule that a task was stored for. */
    private static final String SCHEDULED_FOR = "scheduledFor";

    private final JsonProvider json;
    private final JsonTexts texts;

    /** Uses the JSON-P that the server has for this thread. */
    public MetadataCodec() {
        json = JsonProvider.provider();
        texts = new JsonTexts(json);
    }

    /**
     * Writes metadata; null if there is none.
     *
     * @throws org.backgroundtasks.TaskArgumentException if it is longer than {@link
     *     NewTask#LONGEST_METADATA}
     */
    public @Nullable String write(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        JsonObjectBuilder object = json.createObjectBuilder();
        new TreeMap<>(metadata).forEach(object::add);
        String text = JsonText.escaped(object.build().toString());
        int length = JsonText.utf8Length(text);
        if (length > NewTask.LONGEST_METADATA) {
            throw CodecMessages.MESSAGES.metadataTooLong(
                    metadata.keySet().toString(), length, NewTask.LONGEST_METADATA);
        }
        return text;
    }

    /** The metadata of a task that was stored for an instant of a schedule. */
    public String ofSchedule(Instant instant) {
        return Objects.requireNonNull(write(Map.of(SCHEDULED_FOR, instant.toString())));
    }

    /** The instant of a schedule that a task was stored for; empty if it was not. */
    public static Optional<Instant> scheduledFor(String metadata) {
        String instant = new MetadataCodec().read(metadata).get(SCHEDULED_FOR);
        return Optional.ofNullable(instant).map(Instant::parse);
    }

    /** Reads metadata. What is not of our making is left out: nobody's task is to fail by it. */
    public SortedMap<String, String> read(@Nullable String text) {
        SortedMap<String, String> metadata = new TreeMap<>();
        if (text != null) {
            members(text)
                    .forEach(
                            (name, value) -> {
                                if (value instanceof JsonString string) {
                                    metadata.put(name, string.getString());
                                }
                            });
        }
        return Collections.unmodifiableSortedMap(metadata);
    }

    private Map<String, JsonValue> members(String text) {
        try {
            JsonValue value = texts.read(text);
            return value.getValueType() == JsonValue.ValueType.OBJECT
                    ? value.asJsonObject()
                    : Map.of();
        } catch (RuntimeException e) {
            // A parser may have a limit of its own, and tell of it in its own way.
            return Map.of();
        }
    }
}
