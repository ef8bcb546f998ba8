package org.backgroundtasks.internal.codec;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.io.StringReader;
import java.util.Map;

/** The server's JSON, set so that a value comes back as it was. */
final class JsonBinding {

    // To look for the provider costs more than to read with it.
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JsonBinding() {}

    static JsonReader reader(String json) {
        return READERS.createReader(new StringReader(json));
    }

    static Jsonb create() {
        return JsonbBuilder.create(
                new JsonbConfig().withNullValues(true).withAdapters(new YearAdapter()));
    }
}
