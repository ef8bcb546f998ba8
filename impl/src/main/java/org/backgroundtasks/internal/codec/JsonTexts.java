package org.backgroundtasks.internal.codec;

import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Map;

/** Reads JSON by the server's JSON-P. */
final class JsonTexts {

    private final JsonReaderFactory readers;

    JsonTexts(JsonProvider provider) {
        readers = provider.createReaderFactory(Map.of());
    }

    /** Reads a text, or throws a {@link jakarta.json.JsonException}. */
    JsonValue read(String json) {
        try (JsonReader reader = readers.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }
}
