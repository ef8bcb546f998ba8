package org.backgroundtasks.internal.codec;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The names of all properties of a JSON text, and how they are nested; without the values. */
final class Shape {

    private final Bindings bindings;
    private final JsonTexts texts;
    private final Map<Type, Boolean> structured = new ConcurrentHashMap<>();

    Shape(Bindings bindings, JsonTexts texts) {
        this.bindings = bindings;
        this.texts = texts;
    }

    /**
     * Whether a value that was read has the properties that were stored, no more and no fewer.
     * Those of a class may have changed since; reading would give a new one a value that nobody
     * passed.
     */
    boolean isKept(Object value, Type type, JsonValue stored) {
        return !(stored instanceof JsonStructure)
                || !structured.computeIfAbsent(type, Shape::isStructured)
                || of(texts.read(bindings.use(jsonb -> jsonb.toJson(value, type))))
                        .equals(of(stored));
    }

    private static boolean isStructured(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).anyMatch(Shape::isStructured);
        }
        if (type instanceof Class<?> plain) {
            return plain.isArray()
                    ? isStructured(plain.getComponentType())
                    : !KnownTypes.isPlain(plain) && !KnownTypes.isContainer(plain);
        }
        return true;
    }

    private static String of(JsonValue value) {
        if (value instanceof JsonObject object) {
            Map<String, String> sorted = new TreeMap<>();
            object.forEach((key, member) -> sorted.put(key, of(member)));
            return sorted.toString();
        }
        if (value instanceof JsonArray array) {
            return array.stream().map(Shape::of).sorted().distinct().toList().toString();
        }
        return "";
    }
}
