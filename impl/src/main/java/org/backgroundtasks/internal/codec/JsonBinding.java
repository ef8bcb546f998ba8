package org.backgroundtasks.internal.codec;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;

/** The server's JSON-B, set so that a value comes back as it was. */
final class JsonBinding {

    private JsonBinding() {}

    static Jsonb create() {
        return JsonbBuilder.create(
                new JsonbConfig().withNullValues(true).withAdapters(new YearAdapter()));
    }
}
