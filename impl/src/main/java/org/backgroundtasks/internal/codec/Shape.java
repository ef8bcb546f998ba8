package org.backgroundtasks.internal.codec;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a JSON text has of a value: the names of its properties, how they are nested, and their
 * values.
 */
final class Shape {

    private final Bindings bindings;
    private final JsonTexts texts;
    private final Map<Type, Boolean> structured = new ConcurrentHashMap<>();
    private final Map<Type, Boolean> followed = new ConcurrentHashMap<>();

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
        return isWrittenAgain(value, type, stored, false);
    }

    /**
     * Whether a value that was read has what was stored, the values of all properties, too. An
     * equals may ask for few of them, and some can be read and not be set.
     */
    boolean isWhole(Object value, Type type, JsonValue stored) {
        return isWrittenAgain(value, type, stored, true);
    }

    private boolean isWrittenAgain(Object value, Type type, JsonValue stored, boolean withValues) {
        if (!(stored instanceof JsonStructure)
                || !structured.computeIfAbsent(type, Shape::isStructured)) {
            return true;
        }
        String again = bindings.write(value, type);
        return again.equals(stored.toString())
                || of(texts.read(again), withValues).equals(of(stored, withValues));
    }

    /**
     * Whether the shape of an equal value is the same in any case: a record is compared in all its
     * fields, while a bean may be written with more than is compared.
     */
    boolean followsFromEquality(Type type) {
        return followed.computeIfAbsent(type, one -> isOfRecords(one, new HashSet<>()));
    }

    private static boolean isOfRecords(Type type, Set<Type> seen) {
        if (type instanceof ParameterizedType generic) {
            return areOfRecords(generic.getActualTypeArguments(), seen);
        }
        if (!(type instanceof Class<?> plain)) {
            return false;
        }
        if (plain.isArray()) {
            return isOfRecords(plain.getComponentType(), seen);
        }
        return KnownTypes.isPlain(plain)
                || plain.isRecord()
                        && (!seen.add(plain)
                                || areOfRecords(RecordProperties.allTypes(plain), seen));
    }

    private static boolean areOfRecords(Type[] types, Set<Type> seen) {
        return Arrays.stream(types).allMatch(type -> isOfRecords(type, seen));
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

    /** Sets have no order, and no shape has a number of elements. */
    private static String of(JsonValue value, boolean withValues) {
        if (value instanceof JsonObject object) {
            Map<String, String> sorted = new TreeMap<>();
            object.forEach((key, member) -> sorted.put(key, of(member, withValues)));
            return sorted.toString();
        }
        if (value instanceof JsonArray array) {
            Stream<String> elements =
                    array.stream().map(element -> of(element, withValues)).sorted();
            return (withValues ? elements : elements.distinct()).toList().toString();
        }
        return withValues ? value.toString() : "";
    }
}
