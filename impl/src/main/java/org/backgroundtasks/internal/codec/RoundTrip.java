package org.backgroundtasks.internal.codec;

import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a value comes back from JSON as it was. For types whose every value does with the
 * provider that is there, that is known; for others the value is read back at the call, and
 * compared. What differs or cannot be read is refused there, not in the run.
 */
final class RoundTrip {

    private final Bindings bindings;
    private final JsonTexts texts;
    private final Shape shape;
    private final Map<Type, Boolean> certain = new ConcurrentHashMap<>();

    RoundTrip(Bindings bindings, JsonTexts texts, Shape shape) {
        this.bindings = bindings;
        this.texts = texts;
        this.shape = shape;
    }

    /** Whether every value of a type comes back: those that could go wrong have been tried. */
    boolean isCertain(Type type) {
        return certain.computeIfAbsent(type, this::isProven);
    }

    private boolean isProven(Type type) {
        try {
            return Samples.of(type)
                    .map(
                            samples ->
                                    samples.stream()
                                            .allMatch(
                                                    value ->
                                                            isSame(
                                                                    value,
                                                                    type,
                                                                    bindings.write(value, type))))
                    .orElse(false);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /**
     * Whether a value comes back by the way that a run takes: with the same properties, too, which
     * an equals may not ask for.
     */
    boolean isSame(Object value, Type type, String json) {
        JsonValue stored = texts.read(JsonText.escaped(json));
        Object copy = bindings.use(jsonb -> jsonb.fromJson(stored.toString(), type));
        return Equality.holds(value, copy)
                && (shape.followsFromEquality(type) || shape.isWhole(copy, type, stored));
    }
}
