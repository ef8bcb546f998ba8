package org.backgroundtasks.internal.codec;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;

/** Reads JSON by the server's JSON-P. */
final class JsonTexts {

    // To look for the provider costs more than to read with it.
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JsonTexts() {}

    static JsonReader reader(String json) {
        return READERS.createReader(new StringReader(json));
    }
}
