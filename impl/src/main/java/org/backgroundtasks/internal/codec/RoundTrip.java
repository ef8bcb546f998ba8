package org.backgroundtasks.internal.codec;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Whether a value comes back from JSON as it was. For most types that is certain; for others the
 * value is read back and written again at the call, and what differs or cannot be read is refused
 * there, not in the run.
 */
final class RoundTrip {

    private final Jsonb jsonb;
    private final Map<Type, Boolean> certain = new ConcurrentHashMap<>();
    private final Map<Type, Boolean> structured = new ConcurrentHashMap<>();

    RoundTrip(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    boolean succeeds(Object value, Type type, String json) {
        if (hasNullKey(value) || isOfSubclass(value, type)) {
            return false;
        }
        if (certain.computeIfAbsent(type, declared -> isCertain(declared, new HashSet<>()))) {
            return true;
        }
        // By the way that a run takes, through a number or string of JSON.
        JsonValue stored = read(json);
        String again = jsonb.toJson(jsonb.fromJson(stored.toString(), type), type);
        return again.equals(json)
                || stored instanceof JsonStructure
                        && canonical(read(again)).equals(canonical(stored));
    }

    /**
     * Whether a value that was read has the properties that were stored, no more and no fewer.
     * Those of a class may have changed since; reading would give a new one a value that nobody
     * passed.
     */
    boolean keepsShape(Object value, Type type, JsonValue stored) {
        return !(stored instanceof JsonStructure)
                || !structured.computeIfAbsent(type, RoundTrip::isStructured)
                || shape(read(jsonb.toJson(value, type))).equals(shape(stored));
    }

    private static boolean isStructured(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments())
                    .anyMatch(RoundTrip::isStructured);
        }
        if (type instanceof Class<?> plain) {
            return plain.isArray()
                    ? isStructured(plain.getComponentType())
                    : !KnownTypes.isPlain(plain) && !KnownTypes.isContainer(plain);
        }
        return true;
    }

    /** The names of all properties, and how they are nested; without the values. */
    private static String shape(JsonValue value) {
        return text(value, any -> "", elements -> elements.sorted().distinct());
    }

    /** JSON has no null for a key; it would come back as a word. */
    private static boolean hasNullKey(Object value) {
        return value instanceof Map<?, ?> map && map.keySet().stream().anyMatch(key -> key == null);
    }

    /** JSON-B writes by the declared type, so what a subclass adds would be lost. */
    private static boolean isOfSubclass(Object value, Type type) {
        return type instanceof Class<?> declared
                && value.getClass() != declared
                && !declared.isArray()
                && !KnownTypes.isPlain(declared)
                && !KnownTypes.isContainer(declared)
                && !KnownTypes.isCustomized(declared);
    }

    private static boolean isCertain(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
            return true;
        }
        if (type instanceof ParameterizedType generic) {
            return areCertain(Arrays.stream(generic.getActualTypeArguments()), seen);
        }
        if (!(type instanceof Class<?> plain)) {
            return false;
        }
        if (plain.isArray()) {
            return isCertain(plain.getComponentType(), seen);
        }
        return KnownTypes.isExact(plain)
                || plain.isRecord()
                        && areCertain(
                                Arrays.stream(plain.getRecordComponents())
                                        .map(RecordComponent::getGenericType),
                                seen);
    }

    private static boolean areCertain(Stream<Type> types, Set<Type> seen) {
        return types.allMatch(type -> isCertain(type, seen));
    }

    private static JsonValue read(String json) {
        try (JsonReader reader = JsonBinding.reader("[" + json + "]")) {
            return reader.readArray().get(0);
        }
    }

    /**
     * Without any order: sets and maps may come back in another one, and lists do not lose theirs.
     */
    private static String canonical(JsonValue value) {
        return text(value, JsonValue::toString, Stream::sorted);
    }

    private static String text(
            JsonValue value,
            Function<JsonValue, String> leaf,
            UnaryOperator<Stream<String>> elements) {
        if (value instanceof JsonObject object) {
            Map<String, String> sorted = new TreeMap<>();
            object.forEach((key, member) -> sorted.put(key, text(member, leaf, elements)));
            return sorted.toString();
        }
        if (value instanceof JsonArray array) {
            return elements.apply(array.stream().map(element -> text(element, leaf, elements)))
                    .toList()
                    .toString();
        }
        return leaf.apply(value);
    }
}
